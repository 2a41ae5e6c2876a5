package example.ebs.csi.server;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import example.ebs.proto.csi.Csi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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

  /** Which of them a kind of request has; there are as many kinds as methods. */
  private static final Map<Descriptor, List<FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

  private RequestText() {}

  /** The ids and paths that the request names, in the order in which people look for them. */
  static Map<String, String> subjects(Message request) {
    Map<String, String> found = new LinkedHashMap<>();
    for (FieldDescriptor field :
        FIELDS.computeIfAbsent(request.getDescriptorForType(), RequestText::subjectFields)) {
      String value = String.valueOf(request.getField(field));
      if (!value.isEmpty()) {
        found.put(field.getName(), printable(value));
      }
    }
    return found;
  }

  private static List<FieldDescriptor> subjectFields(Descriptor message) {
    return SUBJECTS.stream()
        .flatMap(name -> Optional.ofNullable(message.findFieldByName(name)).stream())
        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.STRING)
        .toList();
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
    StringBuilder text = new StringBuilder(value.length());
    for (int at = 0; at < value.length(); at++) {
      char letter = value.charAt(at);
      text.append(Character.isISOControl(letter) ? '?' : letter);
    }
    return text.toString();
  }
}
