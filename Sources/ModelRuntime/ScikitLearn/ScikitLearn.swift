/// scikit-learn's estimators, from their pickles.
enum ScikitLearn {
  static func load(_ content: UnsafeRawBufferPointer) throws(ModelError) -> LoadedModel {
    throw ModelError(.unsupported, cause: "scikit-learn pickles are not loaded by this version")
  }
}
