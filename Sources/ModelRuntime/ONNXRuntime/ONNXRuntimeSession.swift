import COnnxRuntime

/// A model in ONNX Runtime. Unchecked: a session is constant once it is made, and ONNX Runtime lets any
/// number of threads run it at a time.
final class ONNXRuntimeSession: @unchecked Sendable {
  let library: ONNXRuntimeLibrary
  let inputs: [ONNXRuntimePort]
  /// With the shapes that a run for one row has shown.
  private(set) var outputs: [ONNXRuntimePort] = []
  private let session: OpaquePointer
  /// For `Run`, which takes them as C strings.
  private let inputNames: [UnsafePointer<CChar>?]
  private let outputNames: [UnsafePointer<CChar>?]

  init(_ model: UnsafeRawBufferPointer, _ library: ONNXRuntimeLibrary) throws(ModelError) {
    let api = library.api
    let session = try library.makeSession(model)
    var isMade = false
    defer { if !isMade { api.ReleaseSession(session) } }
    var counts = (inputs: 0, outputs: 0)
    try api.check(api.SessionGetInputCount(session, &counts.inputs))
    try api.check(api.SessionGetOutputCount(session, &counts.outputs))
    guard counts.inputs > 0, counts.outputs > 0 else {
      throw ModelError(.damaged, cause: "the graph has no inputs or no outputs")
    }
    var inputs: [ONNXRuntimePort] = []
    for index in 0..<counts.inputs {
      let name = try library.name { api.SessionGetInputName(session, index, $0, &$1) }
      let type = try api.made { api.SessionGetInputTypeInfo(session, index, &$0) }
      defer { api.ReleaseTypeInfo(type) }
      inputs.append(try ONNXRuntimePort(name: name, what: "input", type: type, api))
    }
    var outputs: [ONNXRuntimePort] = []
    for index in 0..<counts.outputs {
      let name = try library.name { api.SessionGetOutputName(session, index, $0, &$1) }
      let type = try api.made { api.SessionGetOutputTypeInfo(session, index, &$0) }
      defer { api.ReleaseTypeInfo(type) }
      outputs.append(try ONNXRuntimePort(name: name, what: "output", type: type, api))
    }
    self.library = library
    self.session = session
    self.inputs = inputs
    self.outputs = outputs
    inputNames = inputs.map { ONNXRuntimeSession.copy($0.name) }
    outputNames = outputs.map { ONNXRuntimeSession.copy($0.name) }
    isMade = true
  }

  deinit {
    library.api.ReleaseSession(session)
    for name in inputNames + outputNames { name?.deallocate() }
  }

  private static func copy(_ name: String) -> UnsafePointer<CChar> {
    let bytes = name.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    return UnsafePointer(copy)
  }

  /// Takes the outputs' shapes from what a run has shown.
  ///
  /// Called before the session is shared.
  func note(outputs: [ONNXRuntimePort]) { self.outputs = outputs }

  /// Runs the graph; where an output is nil, ONNX Runtime makes the tensor.
  func run(
    _ inputs: UnsafePointer<OpaquePointer?>, _ outputs: UnsafeMutablePointer<OpaquePointer?>
  ) throws(ModelError) {
    try library.api.check(
      library.api.Run(
        session, nil, inputNames, inputs, inputNames.count, outputNames, outputNames.count, outputs)
    )
  }

  /// The same where nobody asks why: false where it failed.
  func runs(
    _ inputs: UnsafePointer<OpaquePointer?>, _ outputs: UnsafeMutablePointer<OpaquePointer?>
  ) -> Bool {
    let status = library.api.Run(
      session, nil, inputNames, inputs, inputNames.count, outputNames, outputNames.count, outputs)
    guard let status else { return true }
    library.api.ReleaseStatus(status)
    return false
  }
}
