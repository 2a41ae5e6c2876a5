/** What every Describe action shares: filters and pages. */
@NullMarked
package example.ebs.emulator.listing;

import org.jspecify.annotations.NullMarked;
