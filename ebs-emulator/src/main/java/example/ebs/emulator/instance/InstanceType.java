package example.ebs.emulator.instance;

import com.fasterxml.jackson.annotation.JsonValue;
import example.ebs.emulator.wire.Ec2Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A few real instance types, with how much may be attached to them. */
public enum InstanceType {
  T2_MEDIUM(2, 4, Hypervisor.XEN, Sharing.SHARED, 40, 3, 0),
  T3_MICRO(2, 1, Hypervisor.NITRO, Sharing.SHARED, 28, 2, 0),
  T3_MEDIUM(2, 4, Hypervisor.NITRO, Sharing.SHARED, 28, 3, 0),
  T3_LARGE(2, 8, Hypervisor.NITRO, Sharing.SHARED, 28, 3, 0),
  C5_LARGE(2, 4, Hypervisor.NITRO, Sharing.SHARED, 28, 3, 0),
  M5_LARGE(2, 8, Hypervisor.NITRO, Sharing.SHARED, 28, 3, 0),
  M5_XLARGE(4, 16, Hypervisor.NITRO, Sharing.SHARED, 28, 4, 0),
  M5D_LARGE(2, 8, Hypervisor.NITRO, Sharing.SHARED, 28, 3, 1),
  M6I_LARGE(2, 8, Hypervisor.NITRO, Sharing.SHARED, 28, 3, 0),
  R5B_LARGE(2, 16, Hypervisor.NITRO, Sharing.SHARED, 28, 3, 0),
  C7I_LARGE(2, 4, Hypervisor.NITRO, Sharing.DEDICATED, 32, 3, 0),
  M7I_LARGE(2, 8, Hypervisor.NITRO, Sharing.DEDICATED, 32, 3, 0),
  M7I_16XLARGE(64, 256, Hypervisor.NITRO, Sharing.DEDICATED, 48, 15, 0),
  M7I_24XLARGE(96, 384, Hypervisor.NITRO, Sharing.DEDICATED, 64, 15, 0),
  M7I_48XLARGE(192, 768, Hypervisor.NITRO, Sharing.DEDICATED, 128, 15, 0);

  /** What runs the machine; multi-attach needs Nitro. */
  public enum Hypervisor {
    XEN,
    NITRO;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether network interfaces and local disks count against the limit too. */
  public enum Sharing {
    SHARED,
    DEDICATED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final int processors;
  private final int memoryGib;
  private final Hypervisor hypervisor;
  private final Sharing sharing;
  private final int attachments;
  private final int networkInterfaces;
  private final int disks;

  InstanceType(
      int processors,
      int memoryGib,
      Hypervisor hypervisor,
      Sharing sharing,
      int attachments,
      int networkInterfaces,
      int disks) {
    this.processors = processors;
    this.memoryGib = memoryGib;
    this.hypervisor = hypervisor;
    this.sharing = sharing;
    this.attachments = attachments;
    this.networkInterfaces = networkInterfaces;
    this.disks = disks;
  }

  public static InstanceType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.text().equals(name))
        .findFirst()
        .orElseThrow(() -> absent(List.of(name)));
  }

  /** The failure that names types which do not exist, or not here. */
  public static Ec2Failure absent(List<String> names) {
    return Ec2Failure.client(
        "InvalidInstanceType", "The following supplied instance types do not exist: " + names);
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  public int processors() {
    return processors;
  }

  public int memoryMib() {
    return memoryGib * 1024;
  }

  public Hypervisor hypervisor() {
    return hypervisor;
  }

  public Sharing sharing() {
    return sharing;
  }

  public int attachments() {
    return attachments;
  }

  public int networkInterfaces() {
    return networkInterfaces;
  }

  /** How many volumes fit beside the root volume and, where they count, one network interface. */
  public int volumesBesideRoot() {
    return switch (sharing) {
      case SHARED -> attachments - 2 - disks;
      case DEDICATED -> attachments - 1;
    };
  }
}
