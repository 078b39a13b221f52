import SluiceWire
import Testing

@Suite struct JSONTests {
    /// The example of the sources (S135, S138 to S141): the job failed, its nodes succeeded.
    private let example = GetInstanceResponse(
        instance: Instance(
            jobName: "job_batch", instanceId: 34765, status: .fail, planTime: 1_551_425_326_540,
            startTime: 1_551_425_327_000, endTime: 1_551_425_387_000, executeTime: 1, total: 2),
        nodes: [
            NodeInstance(
                nodeName: "Dummy_8556", status: .success, planTime: 1_551_671_580_000,
                startTime: 1_551_671_584_000, endTime: 1_551_671_590_000, type: "Dummy",
                instanceId: 34765, inputRowCount: 0, submitTime: 1_550_910_278_706),
            NodeInstance(
                nodeName: "error", status: .success, planTime: 1_551_671_580_000,
                startTime: 1_551_671_594_000, endTime: 1_551_671_598_000, type: "DWS SQL",
                instanceId: 34765, inputRowCount: 0, speed: 12.5,
                logPath: "obs://dlf-log/job_batch/2019-03-04 11_53_00.000/error/error.job",
                submitTime: 1_550_910_278_706),
        ])

    @Test(arguments: [
        "\"jobName\":\"job_batch\"", "\"instanceId\":34765", "\"status\":\"fail\"",
        "\"planTime\":1551425326540", "\"startTime\":1551425327000", "\"endTime\":1551425387000",
        "\"executeTime\":1", "\"total\":2",
    ])
    func `an instance has the names of S97 to S112`(field: String) {
        #expect(example.instance?.jsonString().contains(field) == true)
    }

    @Test(arguments: [
        "\"nodeName\":\"error\"", "\"status\":\"success\"", "\"planTime\":1551671580000",
        "\"startTime\":1551671594000", "\"endTime\":1551671598000", "\"type\":\"DWS SQL\"",
        "\"retryTimes\":0", "\"instanceId\":34765", "\"inputRowCount\":0", "\"speed\":12.5",
        "\"logPath\":\"obs://dlf-log/job_batch/2019-03-04 11_53_00.000/error/error.job\"",
        "\"submitTime\":1550910278706",
    ])
    func `a node has the names of S114 to S133 and S140`(field: String) {
        #expect(example.nodes[1].jsonString().contains(field))
    }

    @Test func `the nodes come under their name (S113), and absent values are left out (S138)`() {
        #expect(example.jsonString().contains("\"nodes\":[{\"nodeName\":\"Dummy_8556\""))
        #expect(!example.nodes[0].jsonString().contains("logPath"))
        #expect(!example.nodes[0].jsonString().contains("speed"))
    }

    @Test func `a failed job with successful nodes is carried as it is (S141)`() throws {
        let back = try GetInstanceResponse(decoding: example.encoded())
        #expect(back == example)
        #expect(back.instance?.status == .fail)
        #expect(back.nodes.map(\.status) == [.success, .success])
    }

    @Test func `statuses of an instance are exactly those of S100 to S107`() {
        #expect(
            InstanceStatus.allCases.dropFirst().map(\.text) == [
                "waiting", "running", "success", "fail", "running-exception", "pause",
                "manual-stop",
            ])
    }

    @Test func `statuses of a node are exactly those of S116 to S123`() {
        #expect(
            NodeStatus.allCases.dropFirst().map(\.text) == [
                "waiting", "running", "success", "fail", "skip", "pause", "manual-stop",
            ])
    }

    @Test func `other enumerations have the schema's names, unknown numbers are numbers`() {
        #expect(WaitReason.crossJob.text == "CROSS_JOB")
        #expect(NodeInstance(waitReason: .planTime).jsonString().contains("\"PLAN_TIME\""))
        #expect(Instance(status: .unrecognized(42)).jsonString().contains("\"status\":42"))
    }

    @Test func `texts are escaped and bytes are base64`() {
        let message = KeyValue(key: "a\"\\\n\u{1}", value: "作业")
        #expect(message.jsonString() == #"{"key":"a\"\\\n\u0001","value":"作业"}"#)
        let base64 = (0...4).map {
            RpcAny(value: Array([250, 251, 252, 253].prefix($0))).jsonString()
        }
        #expect(
            base64
                == ["", "+g==", "+vs=", "+vv8", "+vv8/Q=="].map {
                    "{\"typeUrl\":\"\",\"value\":\"\($0)\"}"
                })
    }

    @Test func `whole numbers have no fraction, and what is no number is a text`() {
        #expect(NodeInstance(speed: 3).jsonString().contains("\"speed\":3,"))
        #expect(NodeInstance(speed: 1e300).jsonString().contains("\"speed\":1e+300,"))
        #expect(NodeInstance(speed: .nan).jsonString().contains("\"speed\":\"NaN\""))
        #expect(NodeInstance(speed: -.infinity).jsonString().contains("\"speed\":\"-Infinity\""))
    }

    @Test func `pretty text has one field a line`() {
        let message = RunJobResponse(
            instanceId: 7, result: ChangeResult(instances: [InstanceChange(to: .waiting)]))
        #expect(
            message.jsonString(pretty: true) == """
                {
                  "instanceId": 7,
                  "result": {
                    "dryRun": false,
                    "planToken": "",
                    "instances": [
                      {
                        "instanceId": 0,
                        "jobName": "",
                        "from": "unspecified",
                        "to": "waiting",
                        "nodes": [],
                        "nodeTotal": 0,
                        "effect": "",
                        "starts": [],
                        "startTotal": 0
                      }
                    ],
                    "instanceTotal": 0,
                    "repeated": false,
                    "refused": [],
                    "refusedTotal": 0,
                    "dependents": []
                  }
                }
                """)
    }
}
