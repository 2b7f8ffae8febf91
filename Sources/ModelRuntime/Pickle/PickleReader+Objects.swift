import PlainText

// Names, and objects that are noted down and never made.

extension PickleReader {
  mutating func pushGlobal(
    _ module: PickleBytes, _ name: PickleBytes
  ) throws(ModelError) {
    let moduleName = document.string(module)
    let className = document.string(name)
    if let global = PickleGlobal.named(module: moduleName, name: className) {
      return try pushNew(.global(global))
    }
    let quoted = OneLine.quoting("\(moduleName).\(className)")
    if PickleGlobal.librariesModules.contains(where: { moduleName.hasPrefix($0) }),
      className.first?.isUppercase == true, !className.contains(".")
    {
      let wrapsBooster = ["xgboost.", "lightgbm.", "catboost"].contains {
        moduleName.hasPrefix($0)
      }
      throw ModelError(
        .unsupported, cause: "names \(quoted), which udfd does not serve",
        remedy: wrapsBooster
          ? "save the model itself with its save_model and load that file"
          : "docs/models.md lists what it serves; export other models to ONNX",
        position: "byte \(opcodePosition)")
    }
    if moduleName == "copy_reg" || moduleName == "copyreg", className == "_reconstructor" {
      throw ModelError(
        .unsupported, cause: "is a pickle of protocol 0 or 1",
        remedy: "save the model again: pickle.dump(model, file) writes protocol 4 or 5",
        position: "byte \(opcodePosition)")
    }
    if moduleName == "__main__" {
      throw ModelError(
        .refused, cause: "names \(quoted), which was defined in the script that saved the file",
        remedy:
          "no code in a model file is run: save a library's estimator alone, or export to ONNX",
        position: "byte \(opcodePosition)")
    }
    throw cursor.refused("names \(quoted), which no model needs", at: opcodePosition)
  }

  mutating func construct(
    _ callee: PickleID, _ arguments: PickleID
  ) throws(ModelError) {
    guard case .global(let type) = document[callee] else {
      throw cursor.refused("calls \(document.describe(callee))", at: opcodePosition)
    }
    guard case .tuple(let sequence) = document[arguments] else {
      throw cursor.damaged("constructs from something that is no tuple")
    }
    switch type.role {
    case .encode: try pushLatin1(document.sequences[sequence])
    case .bytesType where document.sequences[sequence].isEmpty:
      try pushNew(.bytes(PickleBytes(offset: 0, count: 0)))
    case .setType:
      // Shares the list that it is made from: a copy of it could be asked for without end.
      guard let list = document.sequences[sequence].first else {
        return try pushSequence([]) { .set($0) }
      }
      guard case .list(let items) = document[list] else {
        throw cursor.damaged("makes a set of something that is no list")
      }
      try pushNew(.set(items))
    case .dictionaryType: try pushSequence([]) { .dictionary($0) }
    default:
      document.objects.append(PickleObject(type: type, arguments: arguments))
      try pushNew(.object(document.objects.count - 1))
    }
  }

  /// Protocol 2 has no bytes: it writes them as text to be encoded in latin-1.
  private mutating func pushLatin1(_ arguments: [PickleID]) throws(ModelError) {
    guard let text = arguments.first, case .string(let run) = document[text],
      document.decoded.count + run.count <= cursor.bytes.count, let bytes = document.bytes(run)
    else { throw cursor.damaged("encodes something that is no string, or the same string again") }
    let start = document.decoded.count
    guard Latin1.append(bytes, to: &document.decoded) else {
      throw cursor.damaged("has bytes that are not latin-1")
    }
    try pushNew(
      .bytes(
        PickleBytes(offset: start, count: document.decoded.count - start, place: .decoded)))
  }

  mutating func build() throws(ModelError) {
    let state = try pop()
    guard case .object(let index) = document[try top()] else {
      throw cursor.refused("gives a state to something that is no object", at: opcodePosition)
    }
    guard document.objects[index].state == nil else {
      throw cursor.damaged("gives an object its state twice")
    }
    document.objects[index].state = state
    if document.objects[index].type.role == .joblibArray { try readJoblibArray(index) }
  }

  /// joblib writes an array's data behind the BUILD of its wrapper, outside of the pickle.
  private mutating func readJoblibArray(_ index: Int) throws(ModelError) {
    document.isJoblib = true
    let layout = try JoblibArrayLayout(document, document.objects[index])
    if layout.isNestedPickle {
      guard enclosing.count < PickleReader.nestingLimit else { throw tooMany() }
      enclosing.append(machine)
      machine = Machine()
      machine.wrapper = index
      return
    }
    if layout.isPadded { _ = try cursor.run(lengthBytes: 1) }
    document.objects[index].rawData = try cursor.data(count: layout.bytes)
  }
}
