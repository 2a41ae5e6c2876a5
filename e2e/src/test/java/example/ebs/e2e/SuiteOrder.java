package example.ebs.e2e;

/** What comes first, and what comes when the scenarios of users are done. */
final class SuiteOrder {
  static final int FIRST = 1;

  /** What takes longest begins early. */
  static final int LONG = 2;

  /** They disturb each other, and would disturb everybody. */
  static final int OUTAGES = 1_500_000_000;

  static final int FIGURES = 1_600_000_000;

  /** After the others, as what its claims leave to be deleted takes a while. */
  static final int LOCAL_FIGURES = 1_700_000_000;

  /** Looks back at the whole run. */
  static final int LAST = 2_000_000_000;

  private SuiteOrder() {}
}
