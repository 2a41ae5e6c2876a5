package example.ebs.proto;

import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import example.ebs.proto.csi.Csi;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a file's descriptors out in the form of the published tables. */
final class WireTable {
  private final String prefix;
  private final List<String> lines = new ArrayList<>();

  private WireTable(FileDescriptor file) {
    prefix = file.getPackage() + ".";
    file.getServices().forEach(this::service);
    file.getEnumTypes().forEach(type -> enumeration(type, ""));
    file.getMessageTypes().forEach(type -> message(type, ""));
    file.getExtensions().forEach(this::extension);
  }

  static List<String> of(FileDescriptor file) {
    return new WireTable(file).lines;
  }

  private void service(ServiceDescriptor service) {
    boolean alpha = service.getOptions().getExtension(Csi.alphaService);
    lines.add("service " + service.getName() + (alpha ? " [alpha_service]" : ""));
    service.getMethods().forEach(this::method);
  }

  private void method(MethodDescriptor method) {
    boolean alpha = method.getOptions().getExtension(Csi.alphaMethod);
    lines.add(
        "  %s(%s%s) -> %s%s%s"
            .formatted(
                method.getName(),
                method.isClientStreaming() ? "stream " : "",
                local(method.getInputType().getFullName()),
                local(method.getOutputType().getFullName()),
                method.isServerStreaming() ? " stream" : "",
                alpha ? " [alpha_method]" : ""));
  }

  private void enumeration(EnumDescriptor type, String indent) {
    String values =
        type.getValues().stream().map(WireTable::value).collect(Collectors.joining(", "));
    lines.add(indent + "enum " + local(type.getFullName()) + ": " + values);
  }

  private static String value(EnumValueDescriptor value) {
    boolean alpha = value.getOptions().getExtension(Csi.alphaEnumValue);
    return value.getName() + "=" + value.getNumber() + (alpha ? "(alpha)" : "");
  }

  private void message(Descriptor type, String indent) {
    List<Descriptor> nested =
        type.getNestedTypes().stream().filter(inner -> !inner.getOptions().getMapEntry()).toList();
    boolean empty = type.getFields().isEmpty() && nested.isEmpty();
    boolean alpha = type.getOptions().getExtension(Csi.alphaMessage);
    lines.add(
        indent
            + local(type.getFullName())
            + (empty ? " {}" : "")
            + (alpha ? " [alpha_message]" : ""));
    type.getFields().forEach(field -> field(field, indent + "  "));
    nested.forEach(inner -> message(inner, indent + "  "));
    type.getEnumTypes().forEach(inner -> enumeration(inner, indent + "  "));
  }

  private void field(FieldDescriptor field, String indent) {
    OneofDescriptor choice = field.getRealContainingOneof();
    lines.add(
        indent
            + field.getNumber()
            + " "
            // protoc's Java output would clash with the accessor of `parameters`; names do not
            // travel.
            + field.getName().replace("parameters_mutable", "mutable_parameters")
            + ": "
            + type(field)
            + (choice == null ? "" : " oneof " + choice.getName())
            + options(field.getOptions()));
  }

  private String type(FieldDescriptor field) {
    if (field.isMapField()) {
      List<FieldDescriptor> pair = field.getMessageType().getFields();
      return "map<" + single(pair.get(0)) + "," + single(pair.get(1)) + ">";
    }
    return (field.isRepeated() ? "repeated " : "") + single(field);
  }

  private String single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> local(field.getMessageType().getFullName());
      case ENUM -> "enum " + local(field.getEnumType().getFullName());
      default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static String options(FieldOptions options) {
    List<String> set = new ArrayList<>();
    if (options.getExtension(Csi.csiSecret)) {
      set.add("csi_secret");
    }
    if (options.getExtension(Csi.alphaField)) {
      set.add("alpha_field");
    }
    return set.isEmpty() ? "" : " [" + String.join(",", set) + "]";
  }

  private void extension(FieldDescriptor field) {
    lines.add(
        "extend %s %s %d"
            .formatted(
                field.getContainingType().getFullName(), field.getName(), field.getNumber()));
  }

  private String local(String fullName) {
    return fullName.startsWith(prefix) ? fullName.substring(prefix.length()) : fullName;
  }
}
