package example.ebs.linux.mount;

import java.io.IOException;
import java.io.InputStream;

/** Where the text of a mount table is read (proc(5), mountinfo), from its beginning each time. */
@FunctionalInterface
public interface MountSource {
  InputStream open() throws IOException;
}
