package example.ebs.emulator.volume;

import com.fasterxml.jackson.annotation.JsonValue;
import example.ebs.emulator.wire.Ec2Failure;
import java.util.Arrays;
import java.util.Locale;

/** EBS's volume types with their limits: size in GiB, IOPS and, beside it, IOPS for each GiB. */
public enum VolumeType {
  GP3(1, 65_536, 3_000, 80_000, 500),
  GP2(1, 16_384, 0, 0, 0),
  IO1(4, 16_384, 100, 64_000, 50),
  IO2(4, 65_536, 100, 256_000, 1_000),
  ST1(125, 16_384, 0, 0, 0),
  SC1(125, 16_384, 0, 0, 0),
  STANDARD(1, 1_024, 0, 0, 0);

  private final int smallest;
  private final int largest;
  private final int fewestIops;
  private final int mostIops;
  private final int iopsPerGib;

  VolumeType(int smallest, int largest, int fewestIops, int mostIops, int iopsPerGib) {
    this.smallest = smallest;
    this.largest = largest;
    this.fewestIops = fewestIops;
    this.mostIops = mostIops;
    this.iopsPerGib = iopsPerGib;
  }

  public static VolumeType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Ec2Failure.client(
                    "UnknownVolumeType",
                    "Unsupported volume type '" + name + "' for volume creation."));
  }

  /** As requests and answers write it. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  int smallest() {
    return smallest;
  }

  int largest() {
    return largest;
  }

  int fewestIops() {
    return fewestIops;
  }

  int mostIops() {
    return mostIops;
  }

  int iopsPerGib() {
    return iopsPerGib;
  }

  /** Whether a request may say how many IOPS it wants. */
  public boolean takesIops() {
    return mostIops > 0;
  }

  boolean takesMultiAttach() {
    return this == IO1 || this == IO2;
  }
}
