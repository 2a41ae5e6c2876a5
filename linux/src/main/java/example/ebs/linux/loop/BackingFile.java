package example.ebs.linux.loop;

/**
 * A file by what the kernel knows it by, which a rename does not change.
 *
 * @param device the {@code dev_t} of its filesystem
 * @param inode its number there
 */
public record BackingFile(long device, long inode) {}
