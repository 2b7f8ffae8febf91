import UDFWire

/// One line of data: what a file says of a point. Kapacitor's own matters (database, group ...) are not its concern.
public struct Sample: Sendable, Equatable {
  public struct Tag: Sendable, Equatable {
    public let name: String
    public let value: String
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public struct Field: Sendable, Equatable {
    public let name: String
    public let value: FieldValue
    public init(name: String, value: FieldValue) {
      self.name = name
      self.value = value
    }
  }

  public var measurement: String
  public var timeNanoseconds: Int64
  public var tags: [Tag]
  public var fields: [Field]

  public init(measurement: String, timeNanoseconds: Int64, tags: [Tag], fields: [Field]) {
    self.measurement = measurement
    self.timeNanoseconds = timeNanoseconds
    self.tags = tags
    self.fields = fields
  }
}

/// Gives samples one after another, in bounded memory.
public protocol SampleReader: AnyObject {
  /// The next sample; nil at the end.
  func next() throws(DataError) -> Sample?
  /// How much of the file was read, in bytes, and its size where that is known: for a progress bar.
  var progress: (bytesRead: Int, size: Int?) { get }
}

/// Takes samples one after another and puts them somewhere.
public protocol SampleWriter: AnyObject {
  func write(_ sample: Sample) throws(DataError)
  /// Writes what is still held back. Nothing is written afterwards.
  func finish() throws(DataError)
}
