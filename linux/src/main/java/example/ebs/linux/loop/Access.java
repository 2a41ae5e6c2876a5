package example.ebs.linux.loop;

/** What a device lets do with its file. */
public enum Access {
  READ_WRITE,
  READ_ONLY
}
