package example.ebs.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The library of EC2: as it was published, and what is in one. */
final class Ec2Library {
  static final Path PUBLISHED = location(Ec2Client.class);
  static final Path MODULE = Repository.root().resolve("volume-manager");
  private static final String CLIENT = "software.amazon.awssdk.services.ec2.DefaultEc2Client";

  private Ec2Library() {}

  static Set<String> operationsIn(Path library) throws Exception {
    try (URLClassLoader loader = loader(library)) {
      return operations(Class.forName(CLIENT, true, loader));
    }
  }

  static Set<String> operations(Class<?> client) {
    return Stream.of(client.getDeclaredMethods())
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> method.getParameterTypes()[0].getSimpleName().endsWith("Request"))
        .filter(method -> !method.getName().endsWith("Paginator"))
        .filter(method -> !method.isSynthetic())
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  /** Sees the class path of this test, with another library of EC2 before it. */
  static URLClassLoader loader(Path library) {
    return new URLClassLoader(
        Stream.concat(Stream.of(library), classPath()).map(Ec2Library::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
  }

  static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, byte[]> content(Path library) throws IOException {
    Map<String, byte[]> content = new HashMap<>();
    try (JarFile jar = new JarFile(library.toFile())) {
      for (var entry : jar.stream().toList()) {
        content.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    return content;
  }
}
