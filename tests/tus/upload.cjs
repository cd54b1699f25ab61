// node upload.cjs ENDPOINT FILE: uploads the file, says how often it had to try again.
const { createReadStream } = require("node:fs")
const { basename } = require("node:path")
const { Upload } = require("tus-js-client")

const [endpoint, file] = process.argv.slice(2)
let retries = 0

const upload = new Upload(createReadStream(file), {
  endpoint,
  metadata: { filename: basename(file), filetype: "video/mp4" },
  retryDelays: Array(300).fill(100),
  onShouldRetry: (error) => {
    const answer = error.originalResponse
    if (answer && ![409, 423, 503].includes(answer.getStatus())) return false
    retries += 1
    return true
  },
  onError: (error) => {
    console.error(String(error))
    process.exit(1)
  },
  onSuccess: ({ lastResponse }) => {
    const asset_id = lastResponse.getHeader("Mediaq-Asset-Id")
    console.log(JSON.stringify({ url: upload.url, retries, asset_id }))
  },
})
upload.start()
