package example.ebs.command.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What {@code aws ec2 describe-volumes} would show now, asked of the endpoint as the AWS CLI asks.
 */
final class Ec2View {
  private static final int MILLISECONDS = 10_000;

  private final URI endpoint;

  Ec2View(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** One text per volume: id, size, type, zone, state and attachment. */
  List<String> volumes() {
    URI describe = endpoint.resolve("/?Action=DescribeVolumes&Version=2016-11-15");
    try {
      HttpURLConnection connection = (HttpURLConnection) describe.toURL().openConnection();
      connection.setConnectTimeout(MILLISECONDS);
      connection.setReadTimeout(MILLISECONDS);
      try (InputStream body = connection.getInputStream()) {
        return volumes(
            DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(body));
      }
    } catch (IOException | ParserConfigurationException | SAXException unable) {
      throw new UncheckedIOException(
          "cannot ask " + describe + ": " + unable.getMessage(), new IOException(unable));
    }
  }

  private static List<String> volumes(Document reply) {
    List<String> found = new ArrayList<>();
    for (Element item : children(reply.getDocumentElement(), "volumeSet", "item")) {
      String attachments =
          children(item, "attachmentSet", "item").stream()
              .map(
                  tie ->
                      ", "
                          + text(tie, "status")
                          + " "
                          + text(tie, "instanceId")
                          + " "
                          + text(tie, "device"))
              .collect(Collectors.joining());
      found.add(
          "%s  %s GiB  %s  %s  %s%s"
              .formatted(
                  text(item, "volumeId"),
                  text(item, "size"),
                  text(item, "volumeType"),
                  text(item, "availabilityZone"),
                  text(item, "status"),
                  attachments));
    }
    return found;
  }

  private static List<Element> children(Element parent, String list, String name) {
    return named(parent, list).stream().flatMap(set -> named(set, name).stream()).toList();
  }

  private static String text(Element parent, String name) {
    return named(parent, name).stream().map(Element::getTextContent).findFirst().orElse("");
  }

  private static List<Element> named(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(element -> name.equals(element.getLocalName()))
        .toList();
  }
}
