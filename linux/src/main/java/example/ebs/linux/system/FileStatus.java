package example.ebs.linux.system;

/**
 * What the kernel says of a file or directory without opening it ({@code statx(2)}).
 *
 * @param tellsMounts whether it says at all if a mount begins there, as Linux does from 5.8 on
 * @param mountRoot whether a mount begins there
 * @param major of the device of the filesystem to which it belongs
 * @param minor of that device
 * @param inode its number in that filesystem
 */
public record FileStatus(
    boolean tellsMounts, boolean mountRoot, long major, long minor, long inode) {}
