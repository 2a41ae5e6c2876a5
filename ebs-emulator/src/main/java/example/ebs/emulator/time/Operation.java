package example.ebs.emulator.time;

/** What takes EC2 a while, with the median and the 99th percentile in seconds. */
public enum Operation {
  CREATE_VOLUME(1.5, 4),
  DELETE_VOLUME(2, 5),
  ATTACH_VOLUME(1.6, 4),
  DETACH_VOLUME(2, 5),
  CREATE_SNAPSHOT(10, 60),
  ENABLE_FAST_RESTORE(5, 15),
  MODIFY_VOLUME(2, 6),

  /** Minutes to hours on EC2; nobody would wait so long here. */
  OPTIMIZE_VOLUME(20, 60),
  START_INSTANCE(4, 9),
  STOP_INSTANCE(4, 9);

  private final double median;
  private final double slowest;

  Operation(double median, double slowest) {
    this.median = median;
    this.slowest = slowest;
  }

  double median() {
    return median;
  }

  double slowest() {
    return slowest;
  }
}
