/** The controller's part in what the launcher runs after a build, for the JVM's start caches. */
@NullMarked
package example.ebs.command.rehearsal;

import org.jspecify.annotations.NullMarked;
