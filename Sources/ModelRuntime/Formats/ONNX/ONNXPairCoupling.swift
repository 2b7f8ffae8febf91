import Glibc

/// From decisions of pairs to probabilities of classes, as `PairwiseCoupling`, in ONNX Runtime's
/// arithmetic: the iteration ends on a threshold, so that Double could end it a step earlier.
enum ONNXPairCoupling {
  /// - Parameter scratch: 2 x classes x classes + classes numbers.
  static func probabilities(
    classes: Int, decisions: UnsafePointer<Double>, slopes: [Double], offsets: [Double],
    into to: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) {
    // Float takes half of the room.
    let r = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Float.self)
    let q = r + classes * classes
    let qp = q + classes * classes
    let p = qp + classes
    var pair = 0
    for first in 0..<classes {
      for second in (first + 1)..<max(classes, first + 1) {
        let value = Float(decisions[pair]) * Float(slopes[pair]) + Float(offsets[pair])
        let share = 1 / (1 + expf(-abs(value)))
        let likely = min(max(1 - (value < 0 ? 1 - share : share), 1e-7), 1 - 1e-7)
        r[first * classes + second] = likely
        r[second * classes + first] = 1 - likely
        pair += 1
      }
    }
    for t in 0..<classes {
      p[t] = 1 / Float(classes)
      q[t * classes + t] = 0
      for j in 0..<classes where j != t {
        let rjt = r[j * classes + t]
        q[t * classes + t] += rjt * rjt
        q[t * classes + j] = j < t ? q[j * classes + t] : -rjt * r[t * classes + j]
      }
    }
    iterate(classes, q, qp, p)
    for t in 0..<classes { to[t] = Double(p[t]) }
  }

  private static func iterate(
    _ classes: Int, _ q: UnsafePointer<Float>, _ qp: UnsafeMutablePointer<Float>,
    _ p: UnsafeMutablePointer<Float>
  ) {
    let enough = 0.005 / Float(classes)
    for _ in 0..<100 {
      var pqp: Float = 0
      for t in 0..<classes {
        qp[t] = 0
        for j in 0..<classes { qp[t] += q[t * classes + j] * p[j] }
        pqp += p[t] * qp[t]
      }
      var largest: Float = 0
      for t in 0..<classes { largest = max(largest, abs(qp[t] - pqp)) }
      if largest < enough { return }
      for t in 0..<classes {
        let qtt = q[t * classes + t]
        let step = (-qp[t] + pqp) / qtt
        p[t] += step
        pqp = (pqp + step * (step * qtt + 2 * qp[t])) / (1 + step) / (1 + step)
        for j in 0..<classes {
          qp[j] = (qp[j] + step * q[t * classes + j]) / (1 + step)
          p[j] /= 1 + step
        }
      }
    }
  }
}
