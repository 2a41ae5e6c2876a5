package example.ebs.provisioner.large;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import example.ebs.csi.time.Pause;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.Provisioner;
import example.ebs.provisioner.ProvisionerConfig;
import example.ebs.provisioner.Storage;
import example.ebs.provisioner.drift.Leftovers;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * A leader in a process of its own: answers each line, which says for how many seconds, with what
 * it has used in them.
 */
final class LeaderProcess {
  private static final double MIB = 1048576;

  private LeaderProcess() {}

  public static void main(String[] arguments) throws Exception {
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(arguments[0]).build();
    try (FakeDriver driver = FakeDriver.named("ebs.example");
        KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        Provisioner.Running _ =
            Provisioner.start(
                new ProvisionerConfig("default", "one", false, Leftovers.OF_ANYBODY),
                client,
                new Storage.Driver(driver.channel(), "the driver"),
                new SimpleMeterRegistry(),
                _ -> {},
                () -> System.exit(1));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(used(Integer.parseInt(line)));
      }
    }
  }

  private static String used(int seconds) throws IOException {
    long cpu = cpu();
    long allocated = allocated();
    Pause.sleeping().pause(Duration.ofSeconds(seconds));
    double share = (cpu() - cpu) / 1e7 / seconds;
    double rate = (allocated() - allocated) / MIB / seconds;
    return String.format(
        Locale.ROOT,
        "CPU %.1f %%, %.1f MiB/s allocated, %s live, %s resident, peak of the heap %s",
        share,
        rate,
        mebibytes(live()),
        resident(),
        mebibytes(peak()));
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MiB", bytes / MIB);
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes();
  }

  private static String resident() throws IOException {
    return Files.readString(Path.of("/proc/self/status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS"))
        .map(line -> mebibytes(Long.parseLong(line.replaceAll("\\D", "")) * 1024))
        .findFirst()
        .orElse("?");
  }
}
