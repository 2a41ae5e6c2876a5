package example.ebs.controller.volume;

import java.util.OptionalInt;

/**
 * A volume type with what is asked of its performance; each carries only what EBS lets one choose.
 *
 * <p>IOPS are operations per second, throughput is in MiB/s.
 */
public sealed interface VolumeType {
  /** The type's limits and name. */
  VolumeLimits limits();

  /** The operations per second asked for; empty where they follow from the size. */
  default OptionalInt iops() {
    return OptionalInt.empty();
  }

  /** The throughput asked for; empty where it follows from the rest. */
  default OptionalInt throughput() {
    return OptionalInt.empty();
  }

  /** General purpose, the default. */
  record Gp3(int iopsChosen, int throughputChosen) implements VolumeType {
    @Override
    public VolumeLimits limits() {
      return VolumeLimits.GP3;
    }

    @Override
    public OptionalInt iops() {
      return OptionalInt.of(iopsChosen);
    }

    @Override
    public OptionalInt throughput() {
      return OptionalInt.of(throughputChosen);
    }
  }

  /** General purpose, older: performance grows with size. */
  record Gp2() implements VolumeType {
    @Override
    public VolumeLimits limits() {
      return VolumeLimits.GP2;
    }
  }

  /** Provisioned operations, older. */
  record Io1(int iopsChosen) implements VolumeType {
    @Override
    public VolumeLimits limits() {
      return VolumeLimits.IO1;
    }

    @Override
    public OptionalInt iops() {
      return OptionalInt.of(iopsChosen);
    }
  }

  /** Provisioned operations; the only type that many nodes may share here. */
  record Io2(int iopsChosen) implements VolumeType {
    @Override
    public VolumeLimits limits() {
      return VolumeLimits.IO2;
    }

    @Override
    public OptionalInt iops() {
      return OptionalInt.of(iopsChosen);
    }
  }

  /** Disk for sequential access. */
  record St1() implements VolumeType {
    @Override
    public VolumeLimits limits() {
      return VolumeLimits.ST1;
    }
  }

  /** Disk for rare access. */
  record Sc1() implements VolumeType {
    @Override
    public VolumeLimits limits() {
      return VolumeLimits.SC1;
    }
  }

  /** Magnetic, the oldest. */
  record Standard() implements VolumeType {
    @Override
    public VolumeLimits limits() {
      return VolumeLimits.STANDARD;
    }
  }
}
