package example.ebs.node.emulated;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An answer of EC2's Query API.
 *
 * @param texts of the elements, by their path beneath the root, such as {@code
 *     instancesSet/item/instanceId}
 */
record Ec2Answer(Map<String, List<String>> texts) {

  static Ec2Answer read(InputStream body) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      return read(factory.createXMLStreamReader(body));
    } catch (XMLStreamException malformed) {
      throw new IOException("the answer is not EC2's XML: " + malformed.getMessage(), malformed);
    }
  }

  private static Ec2Answer read(XMLStreamReader xml) throws XMLStreamException {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    Deque<String> path = new ArrayDeque<>();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> path.addLast(xml.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> path.removeLast();
        case XMLStreamConstants.CHARACTERS -> add(texts, path, xml.getText());
        default -> {}
      }
    }
    return new Ec2Answer(texts);
  }

  private static void add(Map<String, List<String>> texts, Deque<String> path, String text) {
    String beneathRoot = String.join("/", path.stream().skip(1).toList());
    texts.computeIfAbsent(beneathRoot, _ -> new ArrayList<>()).add(text);
  }

  /** All texts of the elements with that path. */
  List<String> all(String path) {
    return Optional.ofNullable(texts.get(path)).orElse(List.of());
  }

  Optional<String> first(String path) {
    return all(path).stream().findFirst();
  }
}
