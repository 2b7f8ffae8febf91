import Glibc

/// From the probabilities of pairs to those of classes, as libsvm does it (Wu, Lin and Weng, 2004,
/// the second method): the same iterations with the same end, so that the results are the same.
enum PairwiseCoupling {
  /// - Parameters:
  ///   - decisions: one for each pair; positive for the pair's first class.
  ///   - scratch: 2 x classes x classes + classes doubles.
  static func probabilities(
    classes: Int, decisions: UnsafePointer<Double>, platt: SupportVectorVotes.Platt,
    into p: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) {
    let r = scratch
    let q = scratch + classes * classes
    let qp = q + classes * classes
    var pair = 0
    for first in 0..<classes {
      for second in (first + 1)..<max(classes, first + 1) {
        let likely = min(
          max(sigmoid(platt.slopes[pair] * decisions[pair] + platt.offsets[pair]), 1e-7), 1 - 1e-7)
        r[first * classes + second] = likely
        r[second * classes + first] = 1 - likely
        pair += 1
      }
    }
    for t in 0..<classes {
      p[t] = 1 / Double(classes)
      q[t * classes + t] = 0
      for j in 0..<classes where j != t {
        let rjt = r[j * classes + t]
        q[t * classes + t] += rjt * rjt
        q[t * classes + j] = j < t ? q[j * classes + t] : -rjt * r[t * classes + j]
      }
    }
    iterate(classes, q, qp, p)
  }

  private static func iterate(
    _ classes: Int, _ q: UnsafePointer<Double>, _ qp: UnsafeMutablePointer<Double>,
    _ p: UnsafeMutablePointer<Double>
  ) {
    let enough = 0.005 / Double(classes)
    for _ in 0..<max(100, classes) {
      var pqp = 0.0
      for t in 0..<classes {
        qp[t] = 0
        for j in 0..<classes { qp[t] += q[t * classes + j] * p[j] }
        pqp += p[t] * qp[t]
      }
      var largest = 0.0
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

  /// 1 / (1 + e^x), without overflow.
  private static func sigmoid(_ value: Double) -> Double {
    value >= 0 ? exp(-value) / (1 + exp(-value)) : 1 / (1 + exp(value))
  }
}
