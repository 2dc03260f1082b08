const Sequencer = require('@jest/test-sequencer').default

/** The folders of the longest files: what begins last must not be one of them. */
const LONG = /[\\/]tests[\\/](integration|faults|security)[\\/]/

/** On a fresh clone jest knows no durations, and takes large files for long ones. */
module.exports = class LongFilesFirst extends Sequencer {
  sort(tests) {
    const isShort = ({ path }) => Number(!LONG.test(path))
    return [...super.sort(tests)].sort((a, b) => isShort(a) - isShort(b))
  }
}
