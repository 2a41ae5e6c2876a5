package example.ebs.emulator.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long an operation takes this time. */
@FunctionalInterface
public interface Delays {
  Duration next(Operation operation);

  /** Everything is done at once. */
  static Delays none() {
    return _ -> Duration.ZERO;
  }

  /** Lognormal delays, as measured on EC2: most near the median, a few much longer. */
  static Delays realistic(RandomGenerator random) {
    double ninetyNinth = 2.3263;
    return operation -> {
      double spread = Math.log(operation.slowest() / operation.median()) / ninetyNinth;
      double seconds = operation.median() * Math.exp(spread * random.nextGaussian());
      return Duration.ofMillis(Math.round(seconds * 1000));
    };
  }
}
