extension JSONValue {
  /// - Returns: nil for what is not JSON.
  public init?(parsing text: String) {
    var text = text
    guard let value = try? text.withUTF8({ try JSONReader.read(UnsafeRawBufferPointer($0)) }) else {
      return nil
    }
    self = value
  }

  public var asBoolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }
}
