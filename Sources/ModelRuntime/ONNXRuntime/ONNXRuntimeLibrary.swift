import COnnxRuntime
import Glibc
import Locks
import PlainText

/// ONNX Runtime's shared library, opened while udfd runs: nothing of it is there when udfd is built.
///
/// A process holds one, for good. Unchecked: the table of functions is constant, and what it is called
/// with here (`OrtEnv`, `OrtMemoryInfo`, `OrtAllocator`) may be used by any thread.
final class ONNXRuntimeLibrary: @unchecked Sendable {
  let path: String
  /// `1.32.0`
  let version: String
  let api: OrtApi
  private let environment: OpaquePointer
  private let memory: OpaquePointer
  private let allocator: OpaquePointer

  private static let opened = Lock<ONNXRuntimeLibrary?>(nil)

  /// The library at `path`, opened by the first call.
  ///
  /// - Throws: where it is not to be trusted, is no ONNX Runtime, or another one is open already.
  static func open(_ path: String) throws(ModelError) -> ONNXRuntimeLibrary {
    let result = opened.withLock { opened in
      Result { () throws(ModelError) in
        if let opened {
          guard opened.path == path else {
            throw ModelError(
              .mismatch, subject: path,
              cause: "cannot be loaded beside \(opened.path), which serves already",
              remedy: "restart udfd to change onnxruntime_library")
          }
          return opened
        }
        let library = try ONNXRuntimeLibrary(path)
        opened = library
        return library
      }
    }
    return try result.get()
  }

  /// What `open` does, whether or not another one is open: for tests of what is refused.
  static func opening(_ path: String) throws(ModelError) -> ONNXRuntimeLibrary {
    try ONNXRuntimeLibrary(path)
  }

  private init(_ path: String) throws(ModelError) {
    func failure(_ cause: String) -> ModelError {
      ModelError(
        .unreadable, subject: path, cause: cause,
        remedy: "name ONNX Runtime's libonnxruntime.so with onnxruntime_library in [daemon]")
    }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw failure("cannot be opened: \(String(cString: strerror(errno)))")
    }
    var isKept = false
    defer { if !isKept { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot be read") }
    try TrustedFile.check(status, path: path)
    var library = onnxruntime_library()
    var buffer = [CChar](repeating: 0, count: 512)
    // By its descriptor: what was checked is what is loaded. The dynamic linker knows libraries by
    // their paths, so that the number must not come to mean another file: it stays open.
    let reason = onnxruntime_open("/proc/self/fd/\(descriptor)", &library, &buffer, buffer.count)
    if let reason {
      throw failure("cannot be loaded: \(String(cString: reason))")
    }
    guard let api = library.api?.pointee, let version = library.version else {
      throw failure("cannot be loaded: it hands out no API")
    }
    isKept = true
    self.path = path
    self.version = String(cString: version)
    self.api = api
    // What goes wrong comes back as a status; ONNX Runtime's own log would go to standard error.
    let fatal: Int32 = 4
    environment = try api.made(about: path) { api.CreateEnv(fatal, "udfd", &$0) }
    // The arena's allocator (1), memory as usual (0).
    memory = try api.made(about: path) { api.CreateCpuMemoryInfo(1, 0, &$0) }
    allocator = try api.made(about: path) { api.GetAllocatorWithDefaultOptions(&$0) }
  }

  /// A session that works on the calling thread alone.
  func makeSession(_ model: UnsafeRawBufferPointer) throws(ModelError) -> OpaquePointer {
    let options = try api.made { api.CreateSessionOptions(&$0) }
    defer { api.ReleaseSessionOptions(options) }
    try api.check(api.SetIntraOpNumThreads(options, 1))
    try api.check(api.SetInterOpNumThreads(options, 1))
    try api.check(api.SetSessionLogSeverityLevel(options, 4))
    guard let start = model.baseAddress else { throw ModelError(.damaged, cause: "is empty") }
    return try api.made {
      api.CreateSessionFromArray(environment, start, model.count, options, &$0)
    }
  }

  /// The name that `get` gives, which the library allocates.
  func name(
    _ get: (OpaquePointer, inout UnsafeMutablePointer<CChar>?) -> OpaquePointer?
  ) throws(ModelError) -> String {
    var name: UnsafeMutablePointer<CChar>?
    try api.check(get(allocator, &name))
    guard let name else { return "" }
    defer { _ = api.AllocatorFree(allocator, name) }
    return String(cString: name)
  }

  /// A tensor over `data`, which outlives it.
  func makeTensor(
    _ data: UnsafeMutableRawBufferPointer, shape: [Int64], type: ONNXRuntimeElement
  ) throws(ModelError) -> OpaquePointer {
    try api.made {
      api.CreateTensorWithDataAsOrtValue(
        memory, data.baseAddress!, data.count, shape, shape.count, type.rawValue, &$0)
    }
  }
}

extension OrtApi {
  /// - Throws: the message of a status that is one; the status is released.
  func check(_ status: OpaquePointer?, about subject: String = "model file") throws(ModelError) {
    guard let status else { return }
    defer { ReleaseStatus(status) }
    let message = OneLine.escaping(
      String(cString: GetErrorMessage(status)), maximumCharacters: 300)
    throw ModelError(
      .unsupported, subject: subject, cause: "ONNX Runtime refuses it: \(message)")
  }

  /// What a call that makes something has made.
  func made(
    about subject: String = "model file", _ make: (inout OpaquePointer?) -> OpaquePointer?
  ) throws(ModelError) -> OpaquePointer {
    var made: OpaquePointer?
    try check(make(&made), about: subject)
    guard let made else {
      throw ModelError(.unsupported, subject: subject, cause: "ONNX Runtime makes nothing of it")
    }
    return made
  }
}
