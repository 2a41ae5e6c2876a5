package example.ebs.node.device;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where a machine's devices are, and what is believed of them.
 *
 * @param root where device nodes are, absolute; {@code /dev} as a rule
 * @param accepted what tells the volume of a device besides an NVMe serial
 */
public record DeviceSource(Path root, Set<Evidence> accepted) {
  public static final Path DEFAULT_ROOT = Path.of("/dev");

  public DeviceSource {
    accepted = Set.copyOf(accepted);
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("the device root must be absolute: " + root);
    }
  }

  /** The folder of an instance of an emulator, whose volumes are loop devices. */
  public static DeviceSource emulated(Path root) {
    return new DeviceSource(root, Set.of(Evidence.LOOP_FILE));
  }
}
