import KapacitorUDF
import KapacitorUDFTesting
import UDFWire

/// Runs requests through a session whole, in every cut, and with restarts where the handler allows it;
/// everything that comes out is held against Kapacitor's rules.
@discardableResult
func converse(
  _ definition: any UDFDefinition, _ requests: [Request], restarts: Bool = true,
  services: HandlerServices = HandlerServices()
) throws -> ResponseRules {
  let verifier = SessionVerifier(definition, services: services)
  if restarts { return try verifier.check(requests) }
  return try verifier.check(requests.map { $0.frame() }, requests)
}

/// The text of the ErrorResponse that must be the last response, and of the session's fault.
func errorText(_ answers: ResponseRules) -> String? {
  if case .error(let response)? = answers.responses.last { return response.error }
  return nil
}
