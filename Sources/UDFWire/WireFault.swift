/// Why bytes are not a message of Kapacitor's UDF protocol, or why one may not be written.
///
/// It holds no references, so that throwing it from the hot path costs nothing where nothing is
/// thrown; its text is made when it is asked for.
public struct WireFault: Error, Sendable, Equatable {
  /// What is wrong.
  public enum Kind: Sendable, Equatable {
    /// A frame or payload is larger than the limit.
    case frameTooLarge
    /// A varint goes on after its tenth byte.
    case varintTooLong
    /// A length or value reaches beyond the message that holds it.
    case truncated
    /// Field number 0, a number above 2^29-1 or a wire type that does not exist.
    case illegalTag
    /// A group ends that was never begun, or as another one.
    case unmatchedGroup
    /// Groups nested deeper than `WireLimits.maximumNestingDepth`.
    case nestingTooDeep
    /// More elements than a list or map may hold.
    case tooManyElements
    /// A string longer than `WireLimits.maximumStringBytes`.
    case stringTooLong
    /// A string that is not UTF-8.
    case notUTF8
    /// An enumeration's value that the protocol does not know.
    case unknownValue
    /// An option's value of another type than it says.
    case optionTypeMismatch
    /// A Request or Response that holds none of the known messages.
    case noMessage
    /// A field or tag name longer than `WireLimits.maximumNameBytes`.
    case nameTooLong
    /// A name given twice where each must be given once.
    case duplicateName
    /// More names than `WireLimits.maximumNames`.
    case tooManyNames
    /// A Begin while a batch is open.
    case beginInsideBatch
    /// An End while no batch is open.
    case endWithoutBegin
    /// A point of a batch edge while no batch is open.
    case pointOutsideBatch
    /// A Begin or End on a stream edge.
    case batchOnStreamEdge
    /// The output's memory and its spill are full.
    case outputFull
  }

  /// Where it was found.
  public enum Place: String, Sendable, Equatable {
    case frame
    case request = "Request"
    case response = "Response"
    case infoResponse = "InfoResponse"
    case initRequest = "InitRequest"
    case option = "Option"
    case initResponse = "InitResponse"
    case snapshotResponse = "SnapshotResponse"
    case restoreRequest = "RestoreRequest"
    case restoreResponse = "RestoreResponse"
    case keepalive = "Keepalive"
    case errorResponse = "ErrorResponse"
    case beginBatch = "BeginBatch"
    case endBatch = "EndBatch"
    case point = "Point"
    case names = "field and tag names"
    case output
  }

  public let kind: Kind
  public let place: Place
  /// The size, count or value met, where the kind has one.
  public let actual: Int
  /// The limit it was held against, where the kind has one.
  public let limit: Int

  public init(_ kind: Kind, in place: Place, actual: Int = 0, limit: Int = 0) {
    self.kind = kind
    self.place = place
    self.actual = actual
    self.limit = limit
  }
}

extension WireFault: CustomStringConvertible {
  /// One line: what, where, why and what to do.
  public var description: String {
    let place = place.rawValue
    switch kind {
    case .frameTooLarge:
      return "\(place) of \(actual) bytes is over the limit of \(limit) bytes (max_frame_bytes):"
        + " send less at once or raise the limit"
    case .varintTooLong:
      return
        "\(place): a varint is longer than 10 bytes:"
        + " the peer does not speak Kapacitor's UDF protocol"
    case .truncated:
      return
        "\(place): a value reaches beyond the end of its message:"
        + " the bytes are damaged or not protobuf"
    case .illegalTag:
      return "\(place): \(actual) is no protobuf field tag: the bytes are damaged or not protobuf"
    case .unmatchedGroup:
      return "\(place): a group ends that was not begun: the bytes are damaged or not protobuf"
    case .nestingTooDeep:
      return "\(place): groups are nested deeper than \(limit): the bytes are damaged or hostile"
    case .tooManyElements:
      return "\(place): more than \(limit) elements in one list or map: split it"
    case .stringTooLong:
      return "\(place): a string of \(actual) bytes is over the limit of \(limit) bytes: shorten it"
    case .notUTF8:
      return
        "\(place): a string is not valid UTF-8: protobuf allows nothing else, correct the sender"
    case .unknownValue:
      return
        "\(place): \(actual) is not a value of its enumeration: the peer speaks another version"
    case .optionTypeMismatch:
      return "\(place): an option's value is not of the type it names: correct the sender"
    case .noMessage:
      return
        "\(place) holds none of the protocol's messages:"
        + " the peer speaks another version or is broken"
    case .nameTooLong:
      return "\(place): a name of \(actual) bytes is over the limit of \(limit) bytes: shorten it"
    case .duplicateName:
      return "\(place): a name is given twice: name each once"
    case .tooManyNames:
      return "\(place): \(actual) names are over the limit of \(limit): name fewer"
    case .beginInsideBatch:
      return
        "\(place): a batch begins inside an open one, which Kapacitor would lose:"
        + " end the first before"
    case .endWithoutBegin:
      return "\(place): a batch ends that was not begun, which kills kapacitord: begin it first"
    case .pointOutsideBatch:
      return "\(place): a point outside of a batch on a batch edge: begin a batch first"
    case .batchOnStreamEdge:
      return
        "\(place): a batch begins or ends, but this UDF provides a stream:"
        + " declare provides as batch"
    case .outputFull:
      return "\(place): \(actual) bytes do not fit the connection's output and its spill:"
        + " answer less per point or raise max_frame_bytes"
    }
  }
}
