package example.ebs.csi.kubernetes;

import java.io.IOException;
import java.io.InputStream;

/** Makes something of the body of a good answer, while it arrives. */
@FunctionalInterface
public interface AnswerReader<T> {
  T read(InputStream body) throws IOException;
}
