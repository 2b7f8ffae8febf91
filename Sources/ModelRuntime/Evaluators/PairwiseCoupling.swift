import Glibc

/// From the probabilities of pairs to those of classes, as libsvm does it (Wu, Lin and Weng, 2004,
/// the second method): the same iterations with the same end, so that the results are the same.
///
/// In the arithmetic of the library that is followed: the iteration ends on a threshold, so that
/// another precision could end it a step earlier.
enum PairwiseCoupling<Number: BinaryFloatingPoint> {
  /// - Parameters:
  ///   - rounds: the most that are iterated.
  ///   - scratch: 2 x classes x classes + classes numbers.
  ///   - likely: the probability of a pair's first class, by the number of the pair: (0, 1), (0, 2), ...
  @inline(__always)
  static func probabilities(
    classes: Int, rounds: Int, into p: UnsafeMutablePointer<Number>,
    scratch: UnsafeMutablePointer<Number>, likely: (Int) -> Number
  ) {
    let r = scratch
    let q = scratch + classes * classes
    let qp = q + classes * classes
    var pair = 0
    for first in 0..<classes {
      for second in (first + 1)..<max(classes, first + 1) {
        let share = min(max(likely(pair), 1e-7), 1 - 1e-7)
        r[first * classes + second] = share
        r[second * classes + first] = 1 - share
        pair += 1
      }
    }
    for t in 0..<classes {
      p[t] = 1 / Number(classes)
      q[t * classes + t] = 0
      for j in 0..<classes where j != t {
        let rjt = r[j * classes + t]
        q[t * classes + t] += rjt * rjt
        q[t * classes + j] = j < t ? q[j * classes + t] : -rjt * r[t * classes + j]
      }
    }
    iterate(classes, rounds, q, qp, p)
  }

  @inline(__always)
  private static func iterate(
    _ classes: Int, _ rounds: Int, _ q: UnsafePointer<Number>, _ qp: UnsafeMutablePointer<Number>,
    _ p: UnsafeMutablePointer<Number>
  ) {
    let enough = 0.005 / Number(classes)
    for _ in 0..<rounds {
      var pqp: Number = 0
      for t in 0..<classes {
        qp[t] = 0
        for j in 0..<classes { qp[t] += q[t * classes + j] * p[j] }
        pqp += p[t] * qp[t]
      }
      var largest: Number = 0
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

extension PairwiseCoupling<Double> {
  /// As libsvm and scikit-learn.
  /// - Parameter decisions: one for each pair; positive for the pair's first class.
  static func probabilities(
    classes: Int, decisions: UnsafePointer<Double>, platt: SupportVectorVotes.Platt,
    into p: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) {
    probabilities(classes: classes, rounds: max(100, classes), into: p, scratch: scratch) { pair in
      sigmoid(platt.slopes[pair] * decisions[pair] + platt.offsets[pair])
    }
  }

  /// 1 / (1 + e^x), without overflow.
  private static func sigmoid(_ value: Double) -> Double {
    value >= 0 ? exp(-value) / (1 + exp(-value)) : 1 / (1 + exp(value))
  }
}

extension PairwiseCoupling<Float> {
  /// As ONNX Runtime.
  /// - Parameters:
  ///   - decisions: one for each pair; positive for the pair's first class.
  ///   - scratch: 2 x classes x classes + classes doubles; the Floats take half of them.
  static func probabilities(
    classes: Int, decisions: UnsafePointer<Double>, slopes: [Double], offsets: [Double],
    into to: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) {
    let numbers = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Float.self)
    let p = numbers + 2 * classes * classes + classes
    probabilities(classes: classes, rounds: 100, into: p, scratch: numbers) { pair in
      let value = Float(decisions[pair]) * Float(slopes[pair]) + Float(offsets[pair])
      let share = 1 / (1 + expf(-abs(value)))
      return 1 - (value < 0 ? 1 - share : share)
    }
    for t in 0..<classes { to[t] = Double(p[t]) }
  }
}
