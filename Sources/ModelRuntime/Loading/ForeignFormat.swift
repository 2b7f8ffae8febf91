/// Formats that users try and udfd does not serve, each with what to do instead.
enum ForeignFormat {
  private static let exportToONNX = "export the model to ONNX and load that"

  static func refusal(_ head: FileHead) -> ModelError? {
    func refuse(_ what: String, _ remedy: String = exportToONNX) -> ModelError {
      ModelError(.unsupported, cause: "is \(what), which udfd does not load", remedy: remedy)
    }
    if head.starts([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) {
      return refuse("an HDF5 file (Keras)")
    }
    if head.starts([0x50, 0x4B, 0x03, 0x04]) {
      if head.contains("data.pkl") || head.contains("/version") || head.contains("constants.pkl") {
        return refuse("a PyTorch archive", "export it with torch.onnx.export and load that")
      }
      if head.contains("config.json") || head.contains("model.weights.h5") {
        return refuse("a Keras archive")
      }
      if head.contains(".npy") {
        return refuse("a NumPy archive", "save the model, not its arrays")
      }
      return refuse("a zip archive", "unpack it and load the model file inside")
    }
    if head.starts("\u{93}NUMPY") || head.starts([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
      return refuse("a NumPy array", "save the model, not its arrays")
    }
    if head.startsText("<") {
      if head.contains("<PMML") || head.contains(":PMML") { return refuse("PMML") }
      return refuse("an XML or HTML file", "was the model downloaded from a page?")
    }
    if head.starts("TFL3", at: 4) { return refuse("a TensorFlow Lite model") }
    if head.starts("binf") {
      return refuse(
        "XGBoost's old binary format", "load it with XGBoost and save it as model.json or model.ubj"
      )
    }
    if head.starts("RDX") || head.starts([0x58, 0x0A, 0x00, 0x00, 0x00]) {
      return refuse("an R data file")
    }
    if head.starts("GGUF") { return refuse("a GGUF language model") }
    if head.starts("PAR1") { return refuse("a Parquet file", "load the model, not its data") }
    if head.starts([0x7F, 0x45, 0x4C, 0x46]) { return refuse("a program", "load the model file") }
    if head.starts("version https://git-lfs") {
      return refuse("a Git LFS pointer", "fetch the model itself: git lfs pull")
    }
    return nil
  }
}
