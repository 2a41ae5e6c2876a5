package example.ebs.emulator.volume;

import example.ebs.emulator.wire.Ec2Failure;
import java.util.Optional;

/** Whether a type offers what a request asks for; the messages are EC2's, drivers read them. */
public final class VolumeLimits {
  private static final int GP3_THROUGHPUT = 125;
  private static final int GP3_MOST_THROUGHPUT = 2_000;

  private VolumeLimits() {}

  public static void checkSize(VolumeType type, int sizeGib) {
    if (sizeGib < type.smallest()) {
      throw Ec2Failure.invalidValue(
          "Volume of %dGiB is too small for volume type %s; minimum is %dGiB."
              .formatted(sizeGib, type.text(), type.smallest()));
    }
    if (sizeGib > type.largest()) {
      throw Ec2Failure.invalidValue(
          "Volume of %dGiB is too large for volume type %s; maximum is %dGiB."
              .formatted(sizeGib, type.text(), type.largest()));
    }
  }

  /** The IOPS a volume gets; 0 where its type does not report any. */
  public static int iops(VolumeType type, int sizeGib, Optional<Integer> asked) {
    if (!type.takesIops()) {
      asked.ifPresent(_ -> refuse("iops", type));
      return type == VolumeType.GP2 ? Math.clamp(3L * sizeGib, 100, 16_000) : 0;
    }
    if (asked.isEmpty() && type != VolumeType.GP3) {
      throw Ec2Failure.missing("iops");
    }
    int iops = asked.orElse(type.fewestIops());
    checkIops(type, sizeGib, iops);
    return iops;
  }

  private static void checkIops(VolumeType type, int sizeGib, int iops) {
    if (iops < type.fewestIops()) {
      throw Ec2Failure.invalidValue(
          "Volume iops of %d is too low; minimum is %d".formatted(iops, type.fewestIops()));
    }
    // The default of gp3 is granted to the smallest volume, whatever the ratio.
    boolean ratioBroken = iops > 3_000 && iops > (long) type.iopsPerGib() * sizeGib;
    boolean smallRatioBroken = type != VolumeType.GP3 && iops > (long) type.iopsPerGib() * sizeGib;
    if (type == VolumeType.IO2 && (iops > type.mostIops() || smallRatioBroken)) {
      throw Ec2Failure.invalidCombination(
          "io2 volumes configured with greater than 64 TiB or 256K IOPS or 1000:1 IOPS:GB ratio are"
              + " not supported");
    }
    if (iops > type.mostIops()) {
      throw Ec2Failure.invalidValue(
          "Volume iops of %d is too high; maximum is %d".formatted(iops, type.mostIops()));
    }
    if (ratioBroken || smallRatioBroken) {
      throw Ec2Failure.invalidValue(
          "Iops to volume size ratio of %.6f is too high; maximum is %d.000000 per GiB"
              .formatted((double) iops / sizeGib, type.iopsPerGib()));
    }
  }

  /** The throughput a volume gets, in MiB/s; 0 where its type does not report any. */
  public static int throughput(VolumeType type, int iops, Optional<Integer> asked) {
    if (type != VolumeType.GP3) {
      asked.ifPresent(_ -> refuse("throughput", type));
      return 0;
    }
    int throughput = asked.orElse(GP3_THROUGHPUT);
    if (throughput < GP3_THROUGHPUT) {
      throw Ec2Failure.invalidValue(
          "Volume throughput of %d is too low; minimum is %d"
              .formatted(throughput, GP3_THROUGHPUT));
    }
    if (throughput > GP3_MOST_THROUGHPUT) {
      throw Ec2Failure.invalidValue(
          "Volume throughput of %d is too high; maximum is %d"
              .formatted(throughput, GP3_MOST_THROUGHPUT));
    }
    if (throughput * 4L > iops) {
      throw Ec2Failure.invalidValue(
          "Throughput (MiBps) to iops ratio of %.6f is too high; maximum is 0.250000 MiBps per iops"
              .formatted((double) throughput / iops));
    }
    return throughput;
  }

  public static void checkMultiAttach(VolumeType type, boolean asked) {
    if (asked && !type.takesMultiAttach()) {
      throw Ec2Failure.invalidCombination(
          "The parameter multiAttachEnabled is not supported for " + type.text() + " volumes.");
    }
  }

  private static void refuse(String parameter, VolumeType type) {
    throw Ec2Failure.invalidCombination(
        "The parameter " + parameter + " is not supported for " + type.text() + " volumes.");
  }
}
