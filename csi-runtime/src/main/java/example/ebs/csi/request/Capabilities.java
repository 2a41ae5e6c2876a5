package example.ebs.csi.request;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.AccessMode;
import example.ebs.csi.model.VolumeCapability;
import java.util.List;
import java.util.regex.Pattern;

/** Volume capabilities from the wire; whether they are supported is for the feature to say. */
public final class Capabilities {
  /** As kernels name theirs, and CSI's sizes bound the rest. */
  private static final Pattern FILESYSTEM = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)?");

  private Capabilities() {}

  /** Every capability of a request that must have at least one. */
  public static List<VolumeCapability> parseAll(
      String field, List<example.ebs.proto.csi.VolumeCapability> capabilities) {
    return RequestFields.required(field, capabilities).stream().map(Capabilities::parse).toList();
  }

  /**
   * The one capability of a request.
   *
   * @param given whether the request carried the field
   */
  public static VolumeCapability parseRequired(
      boolean given, example.ebs.proto.csi.VolumeCapability capability) {
    if (!given) {
      throw RequestFields.missing("volume_capability");
    }
    return parse(capability);
  }

  private static VolumeCapability parse(example.ebs.proto.csi.VolumeCapability capability) {
    return new VolumeCapability(access(capability), mode(capability));
  }

  private static VolumeCapability.Access access(example.ebs.proto.csi.VolumeCapability capability) {
    return switch (capability.getAccessTypeCase()) {
      case BLOCK -> new VolumeCapability.Block();
      case MOUNT ->
          new VolumeCapability.Mount(
              filesystem(capability.getMount().getFsType()),
              capability.getMount().getMountFlagsList());
      case ACCESSTYPE_NOT_SET ->
          throw new Failure.InvalidRequest(
              "a volume capability must say block or mount, and this one says neither");
    };
  }

  private static String filesystem(String name) {
    if (!FILESYSTEM.matcher(name).matches()) {
      throw new Failure.InvalidRequest(
          "fs_type must be a filesystem's name such as ext4, of letters, digits, '.', '_' and '-', and is \"%s\""
              .formatted(name));
    }
    return name;
  }

  private static AccessMode mode(example.ebs.proto.csi.VolumeCapability capability) {
    return switch (capability.getAccessMode().getMode()) {
      case SINGLE_NODE_WRITER -> AccessMode.SINGLE_NODE_WRITER;
      case SINGLE_NODE_READER_ONLY -> AccessMode.SINGLE_NODE_READER_ONLY;
      case SINGLE_NODE_SINGLE_WRITER -> AccessMode.SINGLE_NODE_SINGLE_WRITER;
      case SINGLE_NODE_MULTI_WRITER -> AccessMode.SINGLE_NODE_MULTI_WRITER;
      case MULTI_NODE_READER_ONLY -> AccessMode.MULTI_NODE_READER_ONLY;
      case MULTI_NODE_SINGLE_WRITER -> AccessMode.MULTI_NODE_SINGLE_WRITER;
      case MULTI_NODE_MULTI_WRITER -> AccessMode.MULTI_NODE_MULTI_WRITER;
      case UNKNOWN, UNRECOGNIZED ->
          throw new Failure.InvalidRequest(
              "a volume capability must have an access mode that CSI 1.13 knows");
    };
  }
}
