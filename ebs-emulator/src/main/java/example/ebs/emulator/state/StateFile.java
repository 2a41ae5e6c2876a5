package example.ebs.emulator.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The state as two files: {@code state.json} is the whole of it as it was once, and {@code
 * state.journal} has a line for each save since, with what it changed.
 *
 * <p>A save is one line and one sync. When the journal has outgrown the snapshot, or cannot be
 * trusted to end with a whole line (after a start, after a save that failed), a save replaces the
 * snapshot instead, as a whole, and only then empties the journal. Who dies between the two leaves
 * lines that are older than the snapshot; their numbers say so. Both files have the id of their
 * state, so a journal that was put beside the snapshot of another emulator is refused.
 */
public final class StateFile implements StateStore, AutoCloseable {
  private static final long SMALLEST_BOUND = 1 << 20;
  private static final Set<Integer> READABLE =
      Set.of(
          Snapshot.VERSION,
          Snapshot.WITHOUT_MODIFICATIONS,
          Snapshot.WITHOUT_ID,
          Snapshot.WITHOUT_JOURNAL);

  private final Path file;
  private final Journal journal;
  private final String devices;
  private final long smallestBound;
  private State last = State.empty();
  private long lastSave;
  private String stateId = UUID.randomUUID().toString();
  private long bound;
  private boolean closed;

  /**
   * The state in a directory.
   *
   * @param devices what the volumes' devices are; a state with other ones is refused
   */
  public StateFile(Path directory, String devices) {
    this(directory, devices, SMALLEST_BOUND);
  }

  /** With a journal that may grow to so many bytes, or to as many as the snapshot has. */
  StateFile(Path directory, String devices, long smallestBound) {
    this.file = directory.resolve("state.json");
    this.journal = new Journal(directory.resolve("state.journal"));
    this.devices = devices;
    this.smallestBound = smallestBound;
  }

  @Override
  public synchronized Optional<State> load() throws IOException {
    journal.close();
    if (Files.notExists(file)) {
      refuseJournalAlone();
      return Optional.empty();
    }
    Snapshot snapshot = snapshot();
    refuseOtherDevices(snapshot);
    refuseLostJournal(snapshot);
    Replay replay = replay(snapshot);
    last = replay.state();
    lastSave = replay.save();
    if (!snapshot.stateId().isEmpty()) {
      stateId = snapshot.stateId();
    }
    return Optional.of(last);
  }

  /** An empty one is made before the first snapshot, so a crash between the two leaves it. */
  private void refuseJournalAlone() throws IOException {
    if (Files.exists(journal.file()) && Files.size(journal.file()) > 0) {
      throw new IOException(
          "%s goes on from a state.json that is gone; put it back, or use another --state-dir"
              .formatted(journal.file()));
    }
  }

  /** Without devices what is mounted would be let go of; with them, volumes would lack files. */
  private void refuseOtherDevices(Snapshot snapshot) throws IOException {
    if (!snapshot.devices().isEmpty() && !snapshot.devices().equals(devices)) {
      throw new IOException(
          "%s was made with --devices %s, and now --devices %s is wanted; start with the same as before, or use another --state-dir"
              .formatted(file, snapshot.devices(), devices));
    }
  }

  /** Without it the state would be an older one, and later volumes would be taken for rubbish. */
  private void refuseLostJournal(Snapshot snapshot) throws IOException {
    if (snapshot.version() != Snapshot.WITHOUT_JOURNAL && Files.notExists(journal.file())) {
      throw new IOException(
          "%s goes on in %s, which is gone; put it back, or use another --state-dir"
              .formatted(file, journal.file()));
    }
  }

  private Snapshot snapshot() throws IOException {
    try {
      JsonNode tree = StateJson.MAPPER.readTree(file.toFile());
      refuseOtherFormats(tree.path("version"));
      refuseOtherFiles(tree);
      return StateJson.MAPPER.treeToValue(tree, Snapshot.class);
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    }
  }

  /** Before anything else is read: another format may have parts that this one does not know. */
  private void refuseOtherFormats(JsonNode version) throws IOException {
    if (!version.isInt()) {
      throw unreadable("it has no version", new IOException("no version"));
    }
    if (!READABLE.contains(version.asInt())) {
      throw new IOException(
          "%s has format %d, this emulator reads %d; use the version that wrote it, or another --state-dir"
              .formatted(file, version.asInt(), Snapshot.VERSION));
    }
  }

  private void refuseOtherFiles(JsonNode tree) throws IOException {
    for (String part : List.of("volumes", "instances", "tokens")) {
      if (!tree.path(part).isObject()) {
        String why = "it is no state of an emulator, for it has no " + part;
        throw unreadable(why, new IOException(why));
      }
    }
  }

  private IOException unreadable(String why, IOException cause) {
    return new IOException(
        "%s cannot be read: %s; put a good copy in its place, or use another --state-dir"
            .formatted(file, why),
        cause);
  }

  private Replay replay(Snapshot snapshot) throws IOException {
    Replay replay = new Replay(snapshot);
    if (Files.exists(journal.file())) {
      List<byte[]> lines = journal.lines();
      for (int i = 0; i < lines.size(); i++) {
        Change change = change(lines.get(i), i + 1);
        refuseForeign(change, snapshot, i + 1);
        replay(change, replay, i + 1);
      }
    }
    return replay;
  }

  /**
   * Lines of the format before have no id: those that were already in the first snapshot with one
   * are left by a crash before it emptied the journal.
   */
  private void refuseForeign(Change change, Snapshot snapshot, int line) throws IOException {
    boolean fromBefore = change.stateId().isEmpty() && change.save() <= snapshot.save();
    if (!change.stateId().equals(snapshot.stateId()) && !fromBefore) {
      throw new IOException(
          "%s does not go on from %s: its line %d belongs to another emulator's state; put back the two that belong together, or use another --state-dir"
              .formatted(journal.file(), file, line));
    }
  }

  private void replay(Change change, Replay replay, int line) throws IOException {
    if (change.save() > replay.save() + 1) {
      throw new IOException(
          "%s does not go on from %s: its line %d is save %d, and before it comes save %d; put back the two that belong together, or use another --state-dir"
              .formatted(journal.file(), file, line, change.save(), replay.save()));
    }
    if (change.save() > replay.save()) {
      replay.apply(change);
    }
  }

  private Change change(byte[] line, int number) throws IOException {
    try {
      return Optional.ofNullable(StateJson.MAPPER.readValue(line, Change.class))
          .orElseThrow(() -> new IOException("nothing in it"));
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be read: line %d: %s; put good copies of it and of state.json in their place, or use another --state-dir"
              .formatted(journal.file(), number, why(e)),
          e);
    }
  }

  private static String why(IOException e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }

  @Override
  public synchronized void save(State state) throws IOException {
    if (closed) {
      throw new IOException(file + " is closed, for its emulator has ended");
    }
    try {
      write(state);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "%s and its journal cannot be written: %s; make room on their filesystem, and make sure that they may be written"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private void write(State state) throws IOException {
    long save = lastSave + 1;
    Change change = Change.between(last, state, save, stateId);
    if (!journal.isOpen() || journal.length() >= bound) {
      replaceSnapshot(Snapshot.of(save, stateId, devices, state));
    } else if (change.changesNothing()) {
      return;
    } else {
      journal.append(StateJson.MAPPER.writeValueAsBytes(change));
    }
    last = state;
    lastSave = save;
  }

  private void replaceSnapshot(Snapshot snapshot) throws IOException {
    // Closed until all is done: a line behind a snapshot that has its number would be skipped.
    journal.close();
    if (Files.notExists(journal.file())) {
      Files.createFile(journal.file());
      syncDirectory();
    }
    byte[] bytes = StateJson.MAPPER.writeValueAsBytes(snapshot);
    replace(bytes);
    journal.begin();
    bound = Math.max(smallestBound, bytes.length);
  }

  private void replace(byte[] content) throws IOException {
    Path written = file.resolveSibling("state.json.new");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory();
  }

  /** Without this a rename may be lost with the power, although the file is safe. */
  private void syncDirectory() throws IOException {
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Whoever still has it can save no more: the directory may be another emulator's by then. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    journal.close();
  }
}
