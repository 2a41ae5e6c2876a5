/** The {@code ebs} command: flags in, one composition root per subcommand. */
@NullMarked
package example.ebs.command;

import org.jspecify.annotations.NullMarked;
