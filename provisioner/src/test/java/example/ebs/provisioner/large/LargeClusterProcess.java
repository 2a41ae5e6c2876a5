package example.ebs.provisioner.large;

import example.ebs.csi.time.Pause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A large cluster in a process of its own: prints its address, and answers each line, which says
 * how many nodes change a second from now on, with the number of requests so far.
 */
final class LargeClusterProcess {
  private LargeClusterProcess() {}

  public static void main(String[] arguments) throws IOException {
    int nodes = Integer.parseInt(arguments[1]);
    AtomicInteger rate = new AtomicInteger();
    try (LargeCluster large = new LargeCluster(Integer.parseInt(arguments[0]), nodes);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Thread.ofPlatform().daemon().start(() -> change(large, nodes, rate));
      System.out.println(large.url());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rate.set(Integer.parseInt(line));
        System.out.println(large.requests());
      }
    }
  }

  private static void change(LargeCluster large, int nodes, AtomicInteger rate) {
    Instant begun = Instant.now();
    double due = 0;
    for (int changes = 0; true; ) {
      Instant now = Instant.now();
      due += Duration.between(begun, now).toNanos() / 1e9 * rate.get();
      begun = now;
      while (changes < due) {
        large.changeNode(changes++ % nodes);
      }
      Pause.sleeping().pause(Duration.ofMillis(5));
    }
  }
}
