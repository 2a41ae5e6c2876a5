package example.ebs.linux.system;

/**
 * What a filesystem has, in bytes and in files and folders.
 *
 * @param free not used; some of it may be set aside for root
 * @param available free to everybody
 */
public record FilesystemSpace(
    long total, long free, long available, long inodes, long freeInodes) {}
