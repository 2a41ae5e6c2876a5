package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** A volume that EC2 makes at once, and does not tell of. */
final class SlowVolume {
  /** More than the controller waits for one answer; then it asks again, and waits again. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private SlowVolume() {}

  /**
   * Makes a claim whose volume is there in EC2 while the controller still waits for the answer;
   * returns the volume's id.
   */
  static String order(Cluster cluster) {
    delayAnswer(cluster);
    cluster.example("s2-claim.yaml");
    String made = untilMade(cluster);
    assertThat(cluster.claims().get("data").getStatus().getPhase()).isEqualTo("Pending");
    return made;
  }

  /** EC2's answers to CreateVolume for the test come late, until its faults are cleared. */
  static void delayAnswer(Cluster cluster) {
    cluster.emulator().faults().delayReply("CreateVolume", cluster.namespace(), 1000, LATE);
  }

  /** Waits for the test's one volume in EC2, and returns its id. */
  static String untilMade(Cluster cluster) {
    List<String> made =
        Eventually.matches(
            "a volume of the test in EC2",
            Duration.ofMinutes(3),
            () -> new Leftovers(cluster).volumesOfTheTest(),
            volumes -> volumes.size() == 1);
    return made.getFirst();
  }
}
