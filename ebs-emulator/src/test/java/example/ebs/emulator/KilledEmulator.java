package example.ebs.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** An emulator in a process of its own, which attaches a volume and then waits to be killed. */
final class KilledEmulator {
  private KilledEmulator() {}

  public static void main(String[] arguments) throws IOException {
    Thread.setDefaultUncaughtExceptionHandler((_, _) -> Runtime.getRuntime().halt(1));
    Emulator emulator =
        Emulator.start(EmulatorConfig.defaults(Path.of(arguments[0])).withLatency(Latency.NONE));
    String instance = emulator.runInstance("us-east-1a", "m5.large");
    Ec2Client ec2 = Clients.of(emulator);
    String volume = ec2.createVolume(r -> r.availabilityZone("us-east-1a").size(1)).volumeId();
    ec2.attachVolume(r -> r.volumeId(volume).instanceId(instance).device("/dev/xvdaa"));
    Path device = emulator.deviceDirectory(instance).resolve("xvdaa");
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      byte[] words = "written through the device".getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(words), 4096);
      System.out.println(instance + " " + volume);
      LockSupport.park();
    }
  }
}
