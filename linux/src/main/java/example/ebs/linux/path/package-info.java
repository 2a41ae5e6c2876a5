/** Target paths that nobody can bend with a symbolic link. */
@NullMarked
package example.ebs.linux.path;

import org.jspecify.annotations.NullMarked;
