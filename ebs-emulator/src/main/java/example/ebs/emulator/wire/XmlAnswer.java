package example.ebs.emulator.wire;

import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An answer in EC2's XML, written from top to bottom. */
public final class XmlAnswer {
  private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;

  private XmlAnswer() throws XMLStreamException {
    writer = FACTORY.createXMLStreamWriter(text);
  }

  /** The answer of an action that succeeded. */
  public static String success(String action, String requestId, Consumer<XmlAnswer> content) {
    return written(
        xml -> {
          xml.writer.writeStartElement(action + "Response");
          xml.writer.writeDefaultNamespace(NAMESPACE);
          xml.text("requestId", requestId);
          content.accept(xml);
          xml.writer.writeEndElement();
        });
  }

  /** The answer to a request that is refused. */
  public static String failure(Ec2Failure failure, String requestId) {
    return written(
        xml ->
            xml.group(
                "Response",
                response -> {
                  response.group("Errors", errors -> errors.group("Error", failed(failure)));
                  response.text("RequestID", requestId);
                }));
  }

  private static Consumer<XmlAnswer> failed(Ec2Failure failure) {
    return error -> {
      error.text("Code", failure.code());
      error.text("Message", failure.message());
    };
  }

  private static String written(Step content) {
    try {
      XmlAnswer xml = new XmlAnswer();
      xml.writer.writeStartDocument("UTF-8", "1.0");
      content.write(xml);
      xml.writer.writeEndDocument();
      xml.writer.close();
      return xml.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML to memory", e);
    }
  }

  /** One element with text; numbers, booleans and instants are written as EC2 writes them. */
  public void text(String name, Object value) {
    attempt(
        () -> {
          writer.writeStartElement(name);
          characters(legal(Values.text(value)));
          writer.writeEndElement();
        });
  }

  /** A reader takes a bare carriage return for a line feed, so it is written as a reference. */
  private void characters(String text) throws XMLStreamException {
    String[] parts = text.split("\r", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        writer.writeEntityRef("#13");
      }
      writer.writeCharacters(parts[i]);
    }
  }

  /** One element with text, left out where the text is empty. */
  public void textIfAny(String name, String value) {
    if (!value.isEmpty()) {
      text(name, value);
    }
  }

  public void group(String name, Consumer<XmlAnswer> content) {
    attempt(
        () -> {
          writer.writeStartElement(name);
          content.accept(this);
          writer.writeEndElement();
        });
  }

  /** A list: one {@code item} for each element. */
  public <T> void items(String name, Iterable<T> elements, Item<T> item) {
    group(
        name,
        list -> {
          for (T element : elements) {
            list.group("item", xml -> item.write(xml, element));
          }
        });
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML to memory", e);
    }
  }

  /** Messages repeat what the caller sent, which may hold characters that XML cannot. */
  private static String legal(String text) {
    return text.codePoints()
        .map(XmlAnswer::legal)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int legal(int character) {
    boolean control = character < 0x20 && "\t\n\r".indexOf(character) < 0;
    boolean surrogate = character >= 0xD800 && character <= 0xDFFF;
    return control || surrogate || character == 0xFFFE || character == 0xFFFF ? 0xFFFD : character;
  }

  /** Writes one element of a list. */
  @FunctionalInterface
  public interface Item<T> {
    void write(XmlAnswer xml, T element);
  }

  @FunctionalInterface
  private interface Step {
    void write(XmlAnswer xml) throws XMLStreamException;
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws XMLStreamException;
  }
}
