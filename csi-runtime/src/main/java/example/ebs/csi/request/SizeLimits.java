package example.ebs.csi.request;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import example.ebs.csi.failure.Failure;
import java.util.List;
import java.util.Map;

/**
 * The sizes that CSI 1.13, "Size Limits", sets for every message: a string is at most 128 bytes, a
 * map at most 4 KiB, and a few fields have limits of their own.
 */
final class SizeLimits {
  private static final int STRING = 128;
  private static final int MAP = 4 << 10;
  private static final int PATH = 4 << 10;
  private static final Map<String, Integer> OWN =
      Map.of(
          "node_id", 256,
          "staging_target_path", PATH,
          "target_path", PATH,
          "volume_path", PATH,
          "volume_publish_path", PATH,
          "mount_flags", 4 << 10);

  private SizeLimits() {}

  /**
   * Checks the message and all that it holds.
   *
   * @throws Failure.InvalidRequest naming the first field that is too long, never its value
   */
  static void check(Message message) {
    message.getAllFields().forEach(SizeLimits::checkField);
  }

  private static void checkField(FieldDescriptor field, Object value) {
    if (field.isMapField()) {
      refuseAbove(MAP, field, ((List<?>) value).stream().mapToLong(SizeLimits::entryBytes).sum());
    } else if (field.getJavaType() == JavaType.STRING) {
      refuseAbove(OWN.getOrDefault(field.getName(), STRING), field, stringBytes(field, value));
    } else if (field.getJavaType() == JavaType.MESSAGE) {
      List<?> messages = field.isRepeated() ? (List<?>) value : List.of(value);
      messages.forEach(inner -> check((Message) inner));
    }
  }

  private static long stringBytes(FieldDescriptor field, Object value) {
    return field.isRepeated()
        ? ((List<?>) value).stream().mapToLong(SizeLimits::bytes).sum()
        : bytes(value);
  }

  private static long entryBytes(Object entry) {
    MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
    return bytes(pair.getKey()) + bytes(pair.getValue());
  }

  private static long bytes(Object text) {
    return ByteString.copyFromUtf8(String.valueOf(text)).size();
  }

  private static void refuseAbove(int limit, FieldDescriptor field, long found) {
    if (found > limit) {
      throw new Failure.InvalidRequest(
          field.getName() + " is " + found + " bytes long, and CSI allows " + limit);
    }
  }
}
