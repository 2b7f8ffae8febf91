/// How histogram gradient boosting sees a row with categorical columns.
///
/// Since 1.4 an OrdinalEncoder runs first: it numbers the known categories, makes the others
/// missing, and the categorical columns come before all others. Before, categories were small
/// integers already, and unknown ones were told while a tree was walked: the same, with the numbers
/// as they are.
struct CategoryColumns {
  /// Columns that the trees read.
  let count: Int
  /// Nil: rows are read as they are.
  let encoder: CategoryEncoder?

  init(_ estimator: Estimator) throws(ModelError) {
    count = try estimator.inputCount()
    if try estimator.has("_preprocessor") {
      encoder = try CategoryColumns.encoder(
        estimator.part(estimator.required("_preprocessor")), count: count)
      return
    }
    let flags = try estimator.has("is_categorical_") ? estimator.vector("is_categorical_") : []
    guard flags.contains(where: { $0 != 0 }) else {
      encoder = nil
      return
    }
    guard flags.count == count else {
      throw estimator.damaged("is_categorical_", "is not one flag for each input")
    }
    let mapper = try estimator.part(estimator.required("_bin_mapper"))
    let thresholds = try mapper.list("bin_thresholds_")
    guard thresholds.count == count else {
      throw mapper.damaged("bin_thresholds_", "are not one list for each input")
    }
    // Since 1.2 a negative number is no category, before it was truncated like any other.
    let version = try estimator.version() ?? ScikitLearnVersion(1, 2)
    let negativeIsUnknown = version >= ScikitLearnVersion(1, 2)
    var columns: [CategoryEncoder.Column] = []
    for (input, flag) in flags.enumerated() {
      guard flag != 0 else {
        columns.append(CategoryEncoder.Column(input: input, reading: .number))
        continue
      }
      guard let known = try NumpyArray(estimator.document, thresholds[input]).doubles() else {
        throw mapper.damaged("bin_thresholds_", "hold no numbers")
      }
      let members = known.compactMap { UInt8(exactly: $0) }
      columns.append(
        CategoryEncoder.Column(
          input: input,
          reading: .knownByte(Set(members).sorted(), negativeIsUnknown: negativeIsUnknown)))
    }
    encoder = CategoryEncoder(columns: columns)
  }

  private static func encoder(
    _ preprocessor: Estimator, count: Int
  ) throws(ModelError) -> CategoryEncoder {
    var columns: [CategoryEncoder.Column] = []
    for step in try preprocessor.list("transformers_") {
      guard let parts = preprocessor.document.elements(step), parts.count == 3 else {
        throw preprocessor.damaged("transformers_", "are not name, transformer and columns")
      }
      if preprocessor.document.equals(parts[0], "remainder") { continue }
      let inputs = try ColumnSelection.inputs(parts[2], of: preprocessor, count: count)
      if preprocessor.document.equals(parts[0], "encoder") {
        let encoder = try preprocessor.part(parts[1])
        let categories = try encoder.list("categories_")
        guard categories.count == inputs.count else {
          throw encoder.damaged("categories_", "are not one list for each column")
        }
        for (input, list) in zip(inputs, categories) {
          guard let known = try NumpyArray(encoder.document, list).doubles() else {
            throw encoder.unsupported(
              "has categories that are text",
              remedy: "fit the model on numbered categories: fields are numbers here")
          }
          columns.append(CategoryEncoder.Column(input: input, reading: .known(known)))
        }
      } else {
        columns += inputs.map { CategoryEncoder.Column(input: $0, reading: .number) }
      }
    }
    guard columns.count == count else {
      throw preprocessor.damaged("transformers_", "make \(columns.count) columns of \(count)")
    }
    return CategoryEncoder(columns: columns)
  }
}
