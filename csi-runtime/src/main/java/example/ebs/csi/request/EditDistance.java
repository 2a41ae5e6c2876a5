package example.ebs.csi.request;

/** How far what was typed is from what may have been meant. */
public final class EditDistance {
  private EditDistance() {}

  /** How many letters to add, drop or change, or to exchange with their neighbour. */
  public static int between(String from, String to) {
    int[][] distances = new int[from.length() + 1][to.length() + 1];
    for (int row = 0; row <= from.length(); row++) {
      for (int column = 0; column <= to.length(); column++) {
        distances[row][column] = distance(distances, from, to, row, column);
      }
    }
    return distances[from.length()][to.length()];
  }

  /** Of the first letters of both, so many of each, where that of fewer is known. */
  private static int distance(int[][] known, String from, String to, int row, int column) {
    if (row == 0 || column == 0) {
      return row + column;
    }
    boolean same = from.charAt(row - 1) == to.charAt(column - 1);
    int least =
        Math.min(
            known[row - 1][column - 1] + (same ? 0 : 1),
            1 + Math.min(known[row - 1][column], known[row][column - 1]));
    boolean exchanged =
        row > 1
            && column > 1
            && from.charAt(row - 1) == to.charAt(column - 2)
            && from.charAt(row - 2) == to.charAt(column - 1);
    return exchanged ? Math.min(least, known[row - 2][column - 2] + 1) : least;
  }
}
