package example.ebs.command.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** The file that the demo's pod writes, and finds again on another machine. */
final class PodFile {
  static final String NAME = "data.bin";
  static final int BYTES = 8 << 20;

  private PodFile() {}

  /** Writes it, down to the disk, and returns its SHA-256. */
  static String write(Path folder) {
    byte[] content = new byte[BYTES];
    new SplittableRandom().nextBytes(content);
    try (FileChannel file =
        FileChannel.open(
            folder.resolve(NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      file.force(true);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot write " + folder.resolve(NAME), unable);
    }
    return sha256(content);
  }

  /** Reads it and returns its SHA-256. */
  static String read(Path folder) {
    try {
      return sha256(Files.readAllBytes(folder.resolve(NAME)));
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot read " + folder.resolve(NAME), unable);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
