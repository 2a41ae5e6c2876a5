package example.ebs.command;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whose life the demo tells; the names are those of the parameter {@code mode} of a class. */
enum DemoMode {
  EBS("ebs"),
  HOST_PATH("hostPath"),
  EMPTY_DIR("emptyDir");

  private final String word;

  DemoMode(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }

  /** Reads it as people write it. */
  static final class Converter implements ITypeConverter<DemoMode> {
    @Override
    public DemoMode convert(String text) {
      return Arrays.stream(values())
          .filter(mode -> mode.word.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is none of "
                          + List.of(values()).toString().replaceAll("[\\[\\]]", "")));
    }
  }
}
