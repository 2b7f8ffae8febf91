extension String {
  /// At most `limit` bytes of the string, cut at the border of a character (as the reader sees it),
  /// so that what is left is valid UTF-8.
  package func cut(toBytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var bytes = 0
    var end = startIndex
    for index in indices {
      let next = self.index(after: index)
      bytes += utf8.distance(from: index, to: next)
      if bytes > limit { break }
      end = next
    }
    return String(self[..<end])
  }
}
