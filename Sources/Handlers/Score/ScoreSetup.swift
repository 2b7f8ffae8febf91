import KapacitorUDF
import Lambda
import ModelRuntime

/// Everything of a score handler that is fixed when the task starts.
final class ScoreSetup {
  let rules: ScoreRules
  let plan: ScorePlan
  let machine: LambdaMachine
  let models: [ScoreModel]
  let program: ScoreProgram
  let clock: any HandlerClock

  init(
    _ rules: ScoreRules, _ plan: ScorePlan, slots: [ModelSlot], clock: any HandlerClock
  ) throws {
    self.rules = rules
    self.plan = plan
    self.clock = clock
    let machine = LambdaMachine(
      layout: plan.layout, timeZone: rules.timeZone, clock: { clock.nowNanoseconds })
    self.machine = machine
    models = try zip(slots, plan.models).map { try ScoreModel($0, $1, machine) }
    program = ScoreProgram(plan, models: models)
  }
}
