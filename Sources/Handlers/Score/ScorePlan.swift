import Lambda
import Settings

/// The rules of one task with all names resolved: what is evaluated, in which order, and where values
/// lie.
///
/// The order for a point: the lets that `when` uses, then `when`. Where it holds: the lets that need
/// no model, the model's inputs, the model, the other lets, set, tags, emit. Where it does not: the
/// lets that `otherwise` uses, otherwise, tags and emit as far as they need no model.
struct ScorePlan {
  struct Value {
    let name: String
    let expression: BoundExpression
    let slot: Int
  }

  enum Input {
    case slot(Int)
    case expression(BoundExpression)
  }

  struct ModelBinding {
    let name: String
    /// One for each column.
    let inputs: [Input]
    /// The outputs that expressions use, each with its slot.
    var outputs: [(name: String, slot: Int)]
  }

  struct Output {
    let name: String
    let expression: BoundExpression
    /// Its place among the edited fields or tags.
    let edit: Int
  }

  var layout = LambdaLayout()
  var conditionLets: [Value] = []
  var when: BoundExpression?
  var featureLets: [Value] = []
  var otherwiseLets: [Value] = []
  var models: [ModelBinding] = []
  var modelLets: [Value] = []
  var sets: [Output] = []
  var otherwise: [Output] = []
  var tags: [Output] = []
  var emit: BoundExpression?
  /// Slots of the fields under `set`, for `emit`; by edit.
  var emitSlots: [(edit: Int, slot: Int)] = []
  /// The fields and tags that are edited, in the order of the edits.
  var writtenFields: [String] = []
  var writtenTags: [String] = []
  var removedFields: [Int] = []
  var removedTags: [Int] = []
  /// By edit.
  var defaults: [Int: LambdaValue] = [:]
}
