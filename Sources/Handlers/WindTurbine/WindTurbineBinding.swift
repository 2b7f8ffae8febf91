import KapacitorUDF
import ModelRuntime

/// Which field each input of the model is read from, and which output is the prediction.
struct WindTurbineBinding: Equatable {
  /// One for each column of a row.
  let fields: [String]
  let output: Int

  /// A model of one input reads the wind speed, whatever the input is called. One of several reads
  /// each from the field of its name.
  init(_ model: Model, named name: String, windSpeedField: String) throws(HandlerError) {
    if model.inputs.count == 1 {
      fields = [windSpeedField]
    } else {
      var fields: [String] = []
      for (index, input) in model.inputs.enumerated() {
        guard let field = input.name else {
          throw HandlerError(
            "model \(name): input \(index + 1) of \(model.inputs.count) has no name; name the columns"
              + " with inputs = [...] under [models.\(name)]")
        }
        fields.append(field)
      }
      self.fields = fields
    }
    guard let output = model.outputIndex(named: "prediction") else {
      let outputs = model.outputs.map(\.name).joined(separator: ", ")
      throw HandlerError(
        "model \(name) has no output prediction (it has \(outputs)); wind_turbine needs a regressor"
      )
    }
    self.output = output
  }
}
