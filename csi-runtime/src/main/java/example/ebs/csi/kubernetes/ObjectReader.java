package example.ebs.csi.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Makes something of the value on which a parser stands, and leaves it at that value's end. */
@FunctionalInterface
public interface ObjectReader<T> {
  T read(JsonParser json) throws IOException;
}
