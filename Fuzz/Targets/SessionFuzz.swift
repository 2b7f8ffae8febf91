import KapacitorUDF
import KapacitorUDFTesting
import UDFWire

/// The session: whatever Kapacitor, or what takes its place, may send, the answers keep Kapacitor's
/// rules, and do not depend on how the bytes are cut.
enum SessionFuzz {
  /// The first byte chooses the edges and the policy; what follows is sent behind an Init, or
  /// alone.
  static func run(_ bytes: [UInt8]) {
    let choice = bytes.first ?? 0
    let wants: EdgeType = choice & 1 == 0 ? .stream : .batch
    let provides: EdgeType = choice & 2 == 0 ? .stream : .batch
    let policies = PointFailurePolicy.allCases
    let policy = policies[Int(choice >> 3) % policies.count]
    var input = choice & 4 == 0 ? Request.initialize(InitRequest(taskID: "t")).frame() : []
    input += bytes.dropFirst()
    guard
      let udf = try? CodedUDF(
        RestlessHandler.self, pointFailurePolicy: policy
      ).with(wants: wants, provides: provides)
    else { fatalError("the UDF cannot be declared") }
    let whole = answer([input], udf)
    let cut = max(1, Int(choice >> 5))
    let pieces = stride(from: 0, to: input.count, by: cut).map {
      Array(input[$0..<min($0 + cut, input.count)])
    }
    guard answer(pieces, udf) == whole else { fatalError("the answer depends on the cuts") }
    checkRules(whole, provides)
  }

  private static func answer(_ pieces: [[UInt8]], _ udf: any UDFDefinition) -> [UInt8] {
    var driver = SessionDriver(udf, readsAnswers: false)
    do {
      for piece in pieces where driver.session.phase != .finished { try driver.feed(piece) }
      try driver.end()
    } catch {
      fatalError("\(error)")
    }
    return driver.output
  }

  private static func checkRules(_ output: [UInt8], _ provides: EdgeType) {
    var rules = ResponseRules(provides: provides)
    // Every management answer may have been asked for by some frame in there.
    let requests: [Request] = [
      .info, .initialize(InitRequest()), .snapshot, .restore(RestoreRequest()),
    ]
    for request in requests {
      for _ in 0...output.count { rules.expectAnswer(to: request) }
    }
    do { try rules.read(output) } catch let fault as WireFault where fault.place == .point {
      // Damage inside of a point that was passed on unread is the peer's own.
    } catch {
      fatalError("\(error)")
    }
  }
}
