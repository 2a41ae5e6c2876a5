package example.ebs.csi.server;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import example.ebs.proto.csi.Csi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as it may appear in a log: without secrets and without mount options, which may carry
 * them.
 */
final class RequestText {
  /** What a call is about; enough to follow one volume through the logs. */
  private static final List<String> SUBJECTS =
      List.of(
          "name",
          "volume_id",
          "node_id",
          "staging_target_path",
          "target_path",
          "volume_path",
          "snapshot_id");

  private RequestText() {}

  /** The ids and paths that the request names, in the order in which people look for them. */
  static Map<String, String> subjects(Message request) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : SUBJECTS) {
      FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
      if (field != null && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        String value = String.valueOf(request.getField(field));
        if (!value.isEmpty()) {
          found.put(name, printable(value));
        }
      }
    }
    return found;
  }

  /** All of it on one line, for debugging. */
  static String full(Message request) {
    return TextFormat.printer().emittingSingleLine(true).printToString(stripped(request));
  }

  private static Message stripped(Message message) {
    // A field that this version of CSI does not know may be a secret of the next.
    Message.Builder copy =
        message.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (isSecret(field)) {
                copy.clearField(field);
              } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                  && !field.isMapField()) {
                strip(copy, field, value);
              }
            });
    return copy.build();
  }

  private static void strip(Message.Builder copy, FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      List<?> inner = (List<?>) value;
      for (int at = 0; at < inner.size(); at++) {
        copy.setRepeatedField(field, at, stripped((Message) inner.get(at)));
      }
    } else {
      copy.setField(field, stripped((Message) value));
    }
  }

  private static boolean isSecret(FieldDescriptor field) {
    return field.getOptions().getExtension(Csi.csiSecret) || field.getName().equals("mount_flags");
  }

  /** What callers send may hold line breaks, and a log line must not. */
  static String printable(String value) {
    return value
        .codePoints()
        .collect(
            StringBuilder::new,
            (text, point) -> text.appendCodePoint(Character.isISOControl(point) ? '?' : point),
            StringBuilder::append)
        .toString();
  }
}
